import pytest

from broadcaster.core.section import Section
from broadcaster.core.yamlfile import parse
from broadcaster.voice.service import Service, read_service
from broadcaster.voice.template import BodyForm

WHOLE = """
name: fpt
url: https://api.example.org/tts/v5
voices: [banmai, leminh]
form: text
body: "{text}"
headers:
  api-key: "{fpt_key}"
  voice: "{voice}"
audio: url:async
public_use: yes
licence: hợp đồng số một
"""


def read(text: str, **replaced: str) -> tuple[Service, list[str]]:
    lines = [line for line in text.strip().splitlines() if line.partition(":")[0] not in replaced]
    lines += [f"{name}: {value}" for name, value in replaced.items() if value]
    section = Section(parse("\n".join(lines), "schedule.yaml"), "schedule.yaml", [])
    service = read_service(section, frozenset({"espeak", "gtts"}))
    return service, [str(problem) for problem in section.problems]


def test_a_service_is_read_whole():
    service, problems = read(WHOLE)
    assert problems == []
    assert service == Service(
        "fpt",
        "https://api.example.org/tts/v5",
        ("banmai", "leminh"),
        body="{text}",
        form=BodyForm.TEXT,
        headers=(("api-key", "{fpt_key}"), ("voice", "{voice}")),
        audio="url:async",
        public_use=True,
        licence="hợp đồng số một",
    )


def test_what_is_left_out_has_defaults():
    service, problems = read("name: nha\nurl: http://127.0.0.1:5000/?q={text}\nvoices: lan")
    assert problems == []
    assert service == Service("nha", "http://127.0.0.1:5000/?q={text}", ("lan",))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("name", "", "thiếu mục “name”"),
        ("name", "gtts", "đã có bộ đọc tên “gtts”"),
        ("name", "Của tôi", "chỉ dùng chữ thường"),
        ("url", "http://api.example.org/", "https://"),
        ("url", "", "thiếu mục “url”"),
        ("voices", "", "thiếu mục “voices”"),
        ("form", "yaml", "json, form, xml, text"),
        ("form", "json", "không phải JSON"),
        ("body", '"xin chào"', "{text}"),
        ("audio", "base64", "base64:ĐƯỜNG.DẪN"),
        ("audio", "url:a..b", "url:ĐƯỜNG.DẪN"),
        ("raw_rate", "5", "8000"),
        ("pubic_use", "yes", "public_use"),
    ],
)
def test_each_fault_is_told_with_its_place(key, value, said):
    _, problems = read(WHOLE, **{key: value})
    assert any(said in problem and problem.startswith("schedule.yaml:") for problem in problems), problems


@pytest.mark.parametrize("headers", ["  tiêu đề: x", "  x: [a, b]", '  x: "{text}"'])
def test_headers_that_cannot_be_sent_are_told(headers):
    text = WHOLE.replace('  api-key: "{fpt_key}"', headers)
    assert len(read(text)[1]) == 1
