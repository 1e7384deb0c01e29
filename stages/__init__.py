"""One click command per DVC stage; the only place that knows paths and params.yaml."""
