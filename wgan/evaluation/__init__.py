"""Is a generator any good, and does it copy: everything beside real images it never saw.

In a notebook: `from wgan.evaluation import judge`; docs/judge.md has an example.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt

    from wgan.evaluation.judgement import Judgement


def judge(
    generated: "npt.ArrayLike",
    train: "npt.ArrayLike",
    unseen: "npt.ArrayLike | None" = None,
    **options: Any,
) -> "Judgement":
    """Say whether a generator copies its training images, and how good its images are.

    Args:
        generated: Images (m, H, W) or (m, H, W, C), C 1 or 3; uint8, or floats in [-1, 1].
        train: All images that it was trained on, of the same size.
        unseen: Real images of the same source that it never saw; without them there is no verdict.
        options: Those of `evaluate` in params.yaml, such as `shift=2`, `mirror=True` or `seed=1`.

    Raises InputError if the arrays don't fit together, or an option can't have its value.

    """
    # these take a second or two, and this package is imported by all that read its options
    from wgan.evaluation.judgement import judged
    from wgan.evaluation.settings import Settings

    return judged(generated, train, unseen, Settings.of(_known(options)))


def _known(options: Mapping[str, Any]) -> Mapping[str, Any]:
    from wgan.errors import InputError
    from wgan.evaluation.settings import OWNERS
    from wgan.options import holds, options_of

    known = {option.name: option.kind for option in options_of(*OWNERS)}
    for name, value in options.items():
        if name not in known:
            raise TypeError(f"judge() has no option {name!r}; it has {', '.join(known)}")
        if not holds(known[name], value):
            raise InputError(
                f"{name} can't be {value!r}; docs/options.md says what evaluate.{name} may be", name
            )
    return options
