"""Which pictures the page shows, in which order, and what stands beside them."""

from wgan.report.sections import sections


def test_pictures_name_their_classes_as_far_as_they_show_them(png):
    def texts(classes):
        laid_out = sections(
            grid=png,
            interpolation=png,
            same_latents=png.parent,
            progress=png.parent / "none",
            last=png.parent / "none.png",
            trend=png,
            pairs=png,
            distances=png,
            last_step=600,
            estimates=True,
            classes=classes,
        )
        return [section.text for section in laid_out if "class" in section.text]

    assert [text.endswith(": cat, dog.") for text in texts(["cat", "dog"])] == [True, True]
    many = texts([f"{number:02}" for number in range(30)])
    assert all(text.endswith("20 of 30, evenly spread, from 00 to 29.") for text in many)
    assert len(texts([])) == 1, "that of latents in every class, whose folder has a picture"


def test_progress_is_shown_in_the_order_of_steps(png, tmp_path):
    folder = tmp_path / "progress"
    folder.mkdir()
    for step in (100, 25, 0):
        (folder / f"{step}.png").write_bytes(png.read_bytes())
    (folder / "notes.png").write_bytes(png.read_bytes())
    laid_out = sections(
        grid=tmp_path / "no.png",
        interpolation=png,
        same_latents=tmp_path / "none",
        progress=folder,
        last=png,
        trend=png,
        pairs=png,
        distances=png,
        last_step=600,
        estimates=False,
        classes=["cat", "dog"],
    )
    assert laid_out[0].title == "From one image to another"
    assert len(laid_out) == 5
    through = next(section for section in laid_out if section.strip)
    assert [picture.caption for picture in through.pictures] == ["0", "25", "100", "600"]
    loss = next(section for section in laid_out if section.title == "The loss")
    assert "no distance" in loss.text
    assert "Mean scores" in loss.pictures[0].alt
