"""The measures of quality: a file each. A new one in this folder is measured, judged and shown."""

import importlib
import pkgutil

from wgan.evaluation.measure import Measure


def measures() -> list[Measure]:
    """Every `MEASURE` of the files in this folder, in the order of the page."""
    found: list[Measure] = [
        importlib.import_module(f"{__name__}.{module.name}").MEASURE
        for module in pkgutil.iter_modules(__path__)
    ]
    return sorted(found, key=lambda measure: (measure.place, measure.name))
