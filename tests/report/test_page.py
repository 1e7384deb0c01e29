import re
from html.parser import HTMLParser

import numpy as np
import pytest

from wgan.images import save_png
from wgan.report.numbers import interval, number, quality_rows, share
from wgan.report.page import Picture, Row, Section, render
from wgan.report.sections import sections
from wgan.report.words import (
    QUALITY_WORDS,
    TREND_WORDS,
    memorization_words,
    quality_words,
    trend_words,
)

EVIL = '<script>alert("1")</script>'


@pytest.fixture
def png(tmp_path):
    save_png(tmp_path / "a.png", np.zeros((4, 4, 1), np.uint8))
    return tmp_path / "a.png"


def page(png, text=EVIL):
    return render(
        title=text,
        facts=[text],
        statements=[quality_words({"verdict": "far from real", "reasons": [text]})],
        sections=[Section(text, text, [Picture(png, text, text)])],
        rows=[Row(text, text, text, text)],
        params={text: {text: text}},
    )


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.attributes = [], []

    def handle_starttag(self, tag, attrs):
        self.attributes += attrs
        if tag not in {"meta", "link", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_names_of_the_users_data_are_escaped(png):
    html = page(png)
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 10


def test_everything_is_inside_and_every_tag_is_closed(png):
    html = page(png, "plain")
    tags = Tags()
    tags.feed(html)
    assert tags.open == []
    assert not re.search(r"https?:|@import|url\(", html)
    sources = [value for name, value in tags.attributes if name in {"src", "href"}]
    assert sources
    assert all(source.startswith("data:") for source in sources)
    assert all(value for name, value in tags.attributes if name == "alt")
    assert page(png, "plain") == html


def test_numbers_are_readable():
    assert number(float("nan")) == number(None) == "–"
    assert number(0) == "0"
    assert number(0.12345) == "0.123"
    assert number(0.00001) == "< 0.001"
    assert number(123.4) == "123"
    assert number(1e7) == "1.00e+07"
    assert share(0.1234) == "12.3%"
    assert interval(float("nan"), 0.5) == "– to 50.0%"


def memory(verdict, **closeness):
    return {
        "verdict": verdict,
        "reasons": ["because"],
        "closeness": {"low": 0.45, "high": 0.55} | closeness,
        "positive_control": {"detectable": 0.01},
        "train_share": {"p": 0.5, "share": 0.8, "expected": 0.8},
    }


def test_every_verdict_has_words_and_limits():
    for verdict in ("copying", "no evidence of copying", "inconclusive"):
        statement = memorization_words(memory(verdict))
        assert statement.sentences[0] == "Because."
        assert "privacy" in statement.sentences[-1]
        assert any("1.0%" in sentence for sentence in statement.sentences)
    for verdict in TREND_WORDS:
        details = {"verdict": verdict, "reasons": ["because"]}
        assert len(trend_words(details, estimates=True).sentences) == 2
    assert "wgan-gp" in trend_words(details, estimates=False).sentences[-1]
    for verdict in QUALITY_WORDS:
        assert quality_words({"verdict": verdict, "reasons": []}).answer


def test_far_and_near_are_told_beside_the_verdict():
    far = memorization_words(memory("no evidence of copying", low=0.1, high=0.2))
    near = memorization_words(memory("no evidence of copying", low=0.8, high=0.9))
    assert any("farther" in sentence for sentence in far.sentences)
    assert any("little detail" in sentence for sentence in near.sentences)
    leaning = memory("no evidence of copying")
    leaning["train_share"] = {"p": 0.001, "share": 0.9, "expected": 0.8}
    assert any("lean" in sentence for sentence in memorization_words(leaning).sentences)


def test_class_rows_appear_where_there_are_classes():
    metric = {"distance": 1.0, "spacing": 1.0, "accuracy": 0.5, "low": 0.4, "high": 0.6}
    metric |= dict.fromkeys(("precision", "recall", "density", "coverage"), 0.5)
    numbers = dict.fromkeys(("w1", "overlap", "two_sample", "patches", "diversity"), metric)
    details = {
        "generated": numbers,
        "real": numbers,
        "w1_ratio": {"ratio": 1.0, "standard_error": 0.1},
        "classes": None,
    }
    plain = quality_rows(details)
    seen = {"covered": 3, "real_covered": 3, "classes": 4, "kl": 0.1, "real_kl": 0.0}
    details["classes"] = seen | {"agreement": float("nan"), "real_agreement": 0.9}
    assert len(quality_rows(details)) == len(plain) + 2
    details["classes"] = seen | {"agreement": 0.8, "real_agreement": 0.9}
    assert quality_rows(details)[-1].generated == "80.0%"


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
        trend=png,
        pairs=png,
        distances=png,
    )
    assert laid_out[0].title == "From one image to another"
    assert len(laid_out) == 5
    through = next(section for section in laid_out if section.strip)
    assert [picture.caption for picture in through.pictures] == ["0", "25", "100"]
