"""Sentences, breath groups, pauses."""

from __future__ import annotations

from broadcaster.core.units import Seconds
from broadcaster.reading.normalise import Reading, read
from broadcaster.reading.options import PauseOptions, ReadingOptions

_PAUSES = PauseOptions(Seconds(1), Seconds(2), Seconds(3))


def _read(text: str) -> Reading:
    return read(text, options=ReadingOptions(pauses=_PAUSES))


def _words(text: str) -> list[str]:
    return [sentence.words for sentence in _read(text).sentences]


def test_marks_end_sentences_and_groups() -> None:
    assert _words("Bà con chú ý: sáng nay, có mưa! Đã dọn chưa? Xin cảm ơn") == [
        "bà con chú ý, sáng nay, có mưa.",
        "đã dọn chưa?",
        "xin cảm ơn.",
    ]


def test_a_dot_of_an_abbreviation_ends_nothing() -> None:
    assert _words("Đoàn từ TP. Hà Nội về. Ông ở H. Tân Yên.") == [
        "đoàn từ thành phố hà nội về.",
        "ông ở huyện tân yên.",
    ]


def test_dots_that_go_on_small_are_a_breath() -> None:
    assert _words("Rau, củ,... đều tươi") == ["rau, củ, đều tươi."]


def test_a_line_goes_on_when_the_next_begins_small() -> None:
    assert _words("Xã tổ chức\nngày hội.\nMời bà con") == ["xã tổ chức ngày hội.", "mời bà con."]


def test_pauses_grow_from_sentence_to_paragraph_to_heading() -> None:
    sentences = _read("## Tin mới\n\nCâu một. Câu hai.\n\nI. MỤC ĐÍCH\n\nCâu ba.").sentences
    assert [sentence.pause for sentence in sentences] == [3, 1, 2, 3, 2]


def test_bullets_are_sentences_and_labels_are_groups() -> None:
    sentences = _read("1. Thành phần:\n- Lãnh đạo xã\n- Bà con").sentences
    assert [sentence.groups for sentence in sentences] == [("một", "thành phần"), ("lãnh đạo xã",), ("bà con",)]


def test_a_long_group_is_split_before_a_joint_and_not_inside_what_holds_together() -> None:
    text = (
        "Hội nghị đã nghe lãnh đạo xã phổ biến nội dung mới về chuyển đổi số và đề nghị các thôn "
        "triển khai phù hợp với điều kiện thực tế"
    )
    groups = _read(text).sentences[0].groups
    assert len(groups) > 1
    assert all(len(group.split()) <= 16 for group in groups)
    assert "phù hợp với" in " | ".join(groups)


def test_no_breath_inside_a_name_or_a_number() -> None:
    text = "Bà con toàn xã gửi hồ sơ đến Sở Khoa học và Công nghệ trước 17h30 ngày 24/9/2025"
    words = _words(text)[0]
    assert "sở khoa học và công nghệ" in words
    assert "ngày hai mươi tư tháng chín năm hai nghìn không trăm hai mươi lăm" in words


def test_a_telephone_number_is_said_in_groups() -> None:
    assert _words("Gọi 0912345678.") == ["gọi không chín một hai, ba bốn năm, sáu bảy tám."]


def test_halves_of_a_pair_are_not_parted_but_clauses_are() -> None:
    assert _words("phát triển kinh tế - xã hội") == ["phát triển kinh tế xã hội."]
    assert _words("Đổi mới sáng tạo toàn dân - Động lực phát triển quốc gia") == [
        "đổi mới sáng tạo toàn dân, động lực phát triển quốc gia."
    ]


def test_nothing_to_say_is_no_sentence() -> None:
    assert _read("… !!! \n\n --- \n😀").sentences == ()
