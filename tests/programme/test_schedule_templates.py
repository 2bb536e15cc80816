import pytest
from programme_samples import JINGLES, good, line_of, read, told

from broadcaster.content.item import Kind
from broadcaster.core.errors import Severity
from broadcaster.programme.template import DEFAULT_GAP, HeadlinesStep, ItemsStep, JingleStep, SayStep

FULL = """
templates:
  ban-tin:
    - jingle: nhac-hieu
    - say: loi-xuong
      bed: nhac-nen
    - headlines: 4
      intro: dan-diem-tin
      bed: nhac-nen
      gap: 0,5 giây
    - items: nghị quyết–luật
    - items: [tin, Thông báo]
      count: 2
      tags: [Hộ gia đình, ho-gia-dinh, truong-hoc]
      intro: dan-noi-dung
      sting: nhac-cat
      repeat: dan-nhac-lai
      bed: nhac-nen
      gap: 2
"""


def test_every_kind_of_step_with_everything_said():
    template = good(FULL).templates["ban-tin"]
    assert template.name == "ban-tin"
    assert template.steps == (
        JingleStep("nhac-hieu"),
        SayStep("loi-xuong", "nhac-nen", DEFAULT_GAP),
        HeadlinesStep(4, "dan-diem-tin", "nhac-nen", 0.5),
        ItemsStep(frozenset({Kind.LAW})),
        ItemsStep(
            frozenset({Kind.NEWS, Kind.NOTICE}),
            count=2,
            tags=frozenset({"ho-gia-dinh", "truong-hoc"}),
            intro="dan-noi-dung",
            sting="nhac-cat",
            repeat="dan-nhac-lai",
            bed="nhac-nen",
            gap=2.0,
        ),
    )


def test_the_phrases_of_a_template():
    phrases = good(FULL).templates["ban-tin"].phrases
    assert phrases == {"loi-xuong", "dan-diem-tin", "dan-noi-dung", "dan-nhac-lai"}


def test_a_hyphen_serves_for_the_dash_of_a_kind():
    (step,) = good("templates:\n  a:\n    - items: nghị quyết - luật\n").templates["a"].steps
    assert step.kinds == {Kind.LAW}


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ("items: tinn", "không có loại bài “tinn”"),
        ("items: [tin, phim]", "không có loại bài “phim”"),
        ("items:", "thiếu mục “items”"),
        ("jingle:", "thiếu mục “jingle”"),
        ("headlines: nhiều", "“nhiều” không dùng được ở đây"),
        ("headlines: 0", "“0” không dùng được ở đây"),
        ("say: Lời chào", "tên “Lời chào” không dùng được"),
        ("{items: tin, count: 0}", "“0” không dùng được ở đây"),
        ("{items: tin, gap: lâu}", "không phải là khoảng thời gian"),
        ("{items: tin, headline: 3}", "không có mục nào tên “headline”"),
        ("{jingle: nhac-hieu, gap: 1}", "không có mục nào tên “gap”"),
        ("{items: tin, say: loi-chao}", "một bước có say và items"),
        ("{count: 2}", "không rõ bước này phát gì"),
        ("{}", "không rõ bước này phát gì"),
        ("nhac-hieu", "phải gồm các dòng"),
    ],
)
def test_a_faulty_step_is_told_with_its_line(step, says):
    text = f"templates:\n  a:\n    - items: tin\n    - {step}\n"
    ((line, what),) = told(text)
    assert line == 4
    assert says in what


def test_an_unknown_jingle_names_the_nearest_and_where_there_is_none_says_so():
    text = "templates:\n  a:\n    - items: tin\n    - jingle: nhac-hieeu\n"
    assert "nhac-hieu" in read(text)[1][0].hint
    assert "audio/jingles" in read(text, jingles=frozenset())[1][0].hint


@pytest.mark.parametrize(
    "step",
    ["jingle: nhac-la", "{items: tin, sting: nhac-la}", "{items: tin, bed: nhac-la}", "{say: loi-xuong, bed: nhac-la}"],
)
def test_music_of_which_there_is_no_file_is_a_warning(step):
    schedule, (problem,) = read(f"templates:\n  a:\n    - items: tin\n    - {step}\n")
    assert (problem.line, problem.severity) == (4, Severity.WARNING)
    assert "không có nhạc nào tên “nhac-la”" in problem.what
    assert schedule.templates["a"].jingles == {"nhac-la"}


@pytest.mark.parametrize("steps", ["", " []", "\n    - jingle: nhac-hieu", "\n    - headlines: 3"])
def test_a_template_that_takes_no_item_is_told(steps):
    ((line, what),) = told(f"templates:\n  a:{steps}\n")
    assert "“a” không lấy bài nào" in what
    assert line in (2, 3)


def test_a_name_that_no_slot_could_use_is_told():
    ((line, what),) = told("templates:\n  Bản tin:\n    - items: tin\n")
    assert line == 2
    assert "“Bản tin” không dùng được" in what


def test_a_phrase_nobody_wrote_is_a_warning():
    known = {"loi-xuong", "dan-diem-tin", "dan-noi-dung"}
    (problem,) = read(FULL, items=known)[1]
    assert problem.severity is Severity.WARNING
    assert problem.line == line_of(FULL, "repeat: dan-nhac-lai")
    assert "dan-nhac-lai" in problem.what


def test_a_slot_may_name_a_template_that_has_faults_without_a_second_complaint():
    text = """
templates:
  a:
    - items: phim
slots:
  - {id: sang, at: 5:30, longest: 15 phút, template: a}
"""
    assert [line for line, _ in told(text, jingles=JINGLES)] == [4]
