"""The measures of quality: a file each. A new one in this folder is measured, judged and shown."""

from wgan.evaluation.measure import Measure
from wgan.found import load, names


def measures() -> list[Measure]:
    """Every `MEASURE` of the files in this folder, in the order of the page."""
    found: list[Measure] = [load(__name__, name).MEASURE for name in names(__path__)]
    return sorted(found, key=lambda measure: (measure.place, measure.name))
