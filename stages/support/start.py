"""The networks that a training run starts from, and what they hold."""

from dataclasses import dataclass
from pathlib import Path

from stages.support.paths import CRITIC, GENERATOR, START
from wgan.data.disk import sha256_of
from wgan.errors import InputError
from wgan.options import Place, option


@dataclass(frozen=True)
class Start:
    """Where they are; a path alone, for the run is shaped by what is there."""

    start_from: Path = option(
        START,
        Place(),
        "Folder with generator.keras and critic.keras to start from, or one of them, or a generator "
        "alone as a file; the default folder may hold none.",
        "Networks",
    )

    def files(self) -> dict[str, Path]:
        """The files by network, `generator` and `critic`; without those that aren't there.

        Only the default folder may hold none. Raises InputError if another one does.
        """
        given = self.start_from
        if given.is_file():
            return {"generator": given}
        places = {"generator": given / GENERATOR.name, "critic": given / CRITIC.name}
        found = {name: place for name, place in places.items() if place.is_file()}
        if not found and given != START:
            raise InputError(
                f"{given} is no file, and no folder with {GENERATOR.name} or {CRITIC.name} in it",
                option="start_from",
            )
        return found

    def digests(self) -> dict[str, str]:
        """A hash of each file, by network."""
        return {name: sha256_of(path) for name, path in self.files().items()}
