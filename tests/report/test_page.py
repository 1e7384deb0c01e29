import re
from html.parser import HTMLParser

import pytest

from wgan.report.contents import report_page
from wgan.report.numbers import memorization_rows, trend_rows
from wgan.report.page import Picture, Section, render
from wgan.report.params import Parameter, known_options, parameters, word
from wgan.report.words import memorization_words, quality_words, trend_words
from wgan.shown import Row
from wgan.text import number
from wgan.verdicts import CopyingVerdict, QualityVerdict, TrendVerdict

EVIL = '<script>alert("1")</script>'


def page(png, text=EVIL):
    return render(
        title=text,
        facts=[text],
        statements=[quality_words({"verdict": "far from real", "reasons": [text]})],
        sections=[Section(text, text, [Picture(png, text, text)])],
        rows=[Row(text, text, text, text)],
        changed=[Parameter(text, text, text, text)],
        params={text: [Parameter(text, text, text, text)]},
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


def test_every_verdict_has_words_and_limits(details):
    copying, trend, quality = (details[part] for part in ("memorization", "trend", "quality"))
    copying["positive_control"]["detectable"] = 0.01
    for verdict in CopyingVerdict:
        statement = memorization_words(copying | {"verdict": verdict, "reasons": ["because"]})
        assert statement.sentences[0] == "Because."
        assert "privacy" in statement.sentences[-1]
        assert any("1.0%" in sentence for sentence in statement.sentences)
    for verdict in TrendVerdict:
        told = trend | {"verdict": verdict, "reasons": ["because"]}
        assert len(trend_words(told, estimates=True).sentences) == 2
    for verdict, advice in (("inconclusive", "This loss tells"), ("collapsed", "Try loss wgan-gp")):
        told = trend_words(trend | {"verdict": verdict}, estimates=False)
        assert told.sentences[-1].startswith(advice)
    for verdict in QualityVerdict:
        assert quality_words(quality | {"verdict": verdict}).answer


def test_far_and_near_are_told_beside_the_verdict(details):
    def sentences(**changes):
        told = details["memorization"] | {"verdict": "no evidence of copying"}
        return " ".join(memorization_words(told | changes).sentences)

    near = details["memorization"]["closeness"]
    share_of_train = details["memorization"]["train_share"]
    calm = {
        "closeness": near | {"low": 0.45, "high": 0.55},
        "train_share": share_of_train | {"p": 1},
    }
    for changes, words in (
        ({"closeness": near | {"low": 0.1, "high": 0.2}}, "farther"),
        ({"closeness": near | {"low": 0.8, "high": 0.9}}, "little detail"),
        ({"train_share": share_of_train | {"p": 0.001}}, "lean"),
    ):
        assert words in sentences(**(calm | changes))
        assert words not in sentences(**calm)


def test_rows_show_the_numbers_that_they_name(details):
    told = details["memorization"]
    # in the fixture these are all 0
    told = told | {
        "rule": told["rule"]
        | {
            "flagged": 7,
            "duplicate_rate": 0.5,
            "unseen_duplicate_rate": 0.25,
            "real_duplicate_rate": 0.125,
            "surplus": {"seen": 3, "expected": 2.4, "p": 0.5},
        },
        "positive_control": told["positive_control"] | {"power": 0.75},
    }
    distance, isolation = told["median_distance"], told["median_isolation"]
    rows = {row.name: row for row in memorization_rows(told)}
    for name, own, real in (
        ("Images called copies", "7", "–"),
        ("Near-duplicates of training images", "50.0%", "25.0%"),
        ("Nearest real image is a training image", *(f"{told['train_share'][key]:.1%}" for key in ("share", "expected"))),
        ("Distance to the nearest training image", number(distance["generated_to_train"]), number(distance["test_to_train"])),
        ("Isolation of that neighbour", number(isolation["generated"]), number(isolation["test"])),
        ("Nearer to training images than a real one", f"{told['closeness']['auc']:.1%}", "50.0%"),
        ("More surprisingly near than 98 % of real images", "3", "2.4"),
            ("Sets with planted copies called copying", "75.0%", "–"),
    ):  # fmt: skip
        assert (rows[name].generated, rows[name].real) == (own, real), name
    assert distance["generated_to_train"] != distance["test_to_train"]
    assert isolation["generated"] != isolation["test"]
    trend = details["trend"] | {
        "w_final": 1.5,
        "distance": 2.5,
        "tail_slope_rel": 0.25,
        "critic_gap_rv": 0.75,
    }
    shown = [row.generated for row in trend_rows(trend)]
    assert shown == [number(1.5), number(2.5), "25.0%", number(0.75, 2)]
    assert trend_rows(trend | {"w_final": float("nan")}) == []


def test_how_sure_the_share_is_and_that_groups_leave_it_open(details):
    def readings(**changes):
        told = details["memorization"]
        rows = memorization_rows(told | {"train_share": told["train_share"] | changes})
        return [row.reading for row in rows[2:4]]

    chance, owed = readings(p=1e-4, memorized_low=0.5, memorized_high=1.2)
    assert chance.endswith("p < 0.001")
    assert owed == "95 % interval 50.0% to 100.0%"
    assert readings(p=0.25)[0].endswith("p = 0.25")
    unknown = dict.fromkeys(("p", "memorized", "memorized_low", "memorized_high"), float("nan"))
    chance, owed = readings(**unknown)
    assert chance.endswith("it proves nothing")
    assert owed.startswith("training and unseen images are no like sets")
    told = details["memorization"]
    told = told | {"verdict": "inconclusive", "train_share": told["train_share"] | unknown}
    assert "lean" not in " ".join(memorization_words(told).sentences)


def test_every_number_of_the_evaluation_has_its_row(png, evidence, details):
    account = {"name": "shades", "counts": {"train": 300, "test": 120}, "shape": (8, 8, 1)}
    rows = evidence.quality.rows()
    html = report_page(
        account,
        details,
        rows,
        last_step=60,
        estimates=True,
        pictures=[Section("Pictures", "", [Picture(png, "a picture")])],
        params={},
    )
    assert "120 generated images" in html
    names = re.findall(r'<tr><th scope="row">([^<]*)</th>', html)
    assert names[: len(rows)] == [row.name for row in rows]
    assert len(names) == len(set(names)) == len(rows) + 13
    values = {row.name: row for row in rows}
    coverage = [details["quality"][kind]["overlap"]["coverage"] for kind in ("generated", "real")]
    row = values["Coverage"]
    assert [row.generated, row.real] == [f"{value:.1%}" for value in coverage]
    assert values["Classes covered"].reading.startswith("of 3")
    assert values["The class asked for is the one seen"].generated == "100.0%"
    assert f"{details['quality']['w1_ratio']['ratio']:.3g}" in rows[0].reading


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "empty"), ([], "empty"), ("", "empty"), (False, "false"), (0, "0"), (0.0, "0"),
        ("2e-05", "2e-05"), (1.0e-7, "1e-07"), ([7, "x"], "7, x"), ("adam", "adam"),
        ("007", "007"), ("2020_01", "2020_01"), ("inf", "inf"), (10.0, "10"), (10**19 + 1, "10000000000000000001"),
    ],
)  # fmt: skip
def test_values_are_in_yamls_words(value, told):
    assert word(value) == told


def test_what_differs_from_the_defaults_comes_first_with_its_unit():
    params = {
        "train": {"steps": 600, "learning_rate": "1e-3", "kernel_std": None, "seed": None},
        "sample": {},
    }
    changed, sections = parameters(params, known_options())
    assert changed == [Parameter("train.steps", "600", "4000", "Generator updates.")]
    assert [each.value for each in sections["train"]] == ["600", "0.001", "empty", "0"]
    assert set(sections) == {"train"}


def test_kinds_of_copies_that_would_be_missed_are_named(details):
    told = details["memorization"]
    called = {"exact": 0.81, "noisy": 0.9, "worn": 0.79}
    trial = told["positive_control"] | {"called": called, "found": called | {"noisy": 0.5}}
    said = memorization_words(told | {"positive_control": trial}).sentences
    assert "Of these kinds it would often be missed: worn (79%)." in said
    assert (
        "Of these it would be seen, but many of the copies not be pointed at: noisy (50%)." in said
    )


@pytest.mark.parametrize(
    ("p", "verdict", "leans"),
    [
        (0.049, "no evidence of copying", True),
        (0.051, "no evidence of copying", False),
        (0.01, "copying", False),
    ],
)
def test_a_share_that_leans_is_mentioned_unless_copying_is_called(details, p, verdict, leans):
    told = details["memorization"]
    share = told["train_share"] | {"p": p}
    words = memorization_words(told | {"verdict": verdict, "train_share": share}).sentences
    assert ("lean towards" in " ".join(words)) == leans
