"""One click command per DVC stage; the only place that knows paths and params.yaml."""

from stages.support.portable import fix_libraries

# before any stage imports what it is for
fix_libraries()
