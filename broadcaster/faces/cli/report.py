"""``broadcaster report``: the result report, from the as-run log alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from broadcaster.core.storage import write_file
from broadcaster.faces.cli.day import Day
from broadcaster.faces.cli.screen import emit_json
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.programme.calendar import Days
from broadcaster.report.figures import figures
from broadcaster.report.summary import Summary
from broadcaster.station.reporting import Wishes, files_of, summary_of
from broadcaster.station.wiring import open_station

ENDINGS = (".docx", ".pdf", ".xlsx", ".csv")


@click.command(cls=Command)
@click.option("--from", "first", metavar="NGÀY", type=Day(), required=True, help="Ngày đầu.")
@click.option("--to", "last", metavar="NGÀY", type=Day(), required=True, help="Ngày cuối, kể cả ngày đó.")
@click.option(
    "--output",
    "-o",
    "path",
    metavar="TỆP",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Tệp .docx; bảng tính .xlsx và bảng thô .csv cùng tên được ghi cạnh đó. Đuôi .pdf thì làm thêm PDF.",
)
@click.option("--pdf", is_flag=True, help="Làm thêm PDF (cần LibreOffice).")
@click.option("--royalties", is_flag=True, help="Thêm phụ lục nhuận bút, thù lao.")
@click.option(
    "--date", "dated", metavar="NGÀY", type=Day(), help="Ngày ghi trên báo cáo; mặc định để trống cho văn thư."
)
@click.option(
    "--records",
    metavar="THƯ-MỤC",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Lấy sổ ở thư mục khác: bản sao lưu, hoặc sổ của dry-run --keep.",
)
@click.option("--json", "as_json", is_flag=True, help="In các số liệu ra JSON cho chương trình khác đọc.")
@click.pass_obj
def command(
    root: Path,
    first: date,
    last: date,
    path: Path | None,
    dated: date | None,
    records: Path | None,
    *,
    pdf: bool,
    royalties: bool,
    as_json: bool,
) -> int:
    """Làm báo cáo kết quả phát thanh, mọi số liệu lấy từ nhật ký phát sóng."""
    if last < first:
        raise click.UsageError("--to đứng trước --from.")
    if path is None and not as_json:
        raise click.UsageError("thiếu -o: ghi báo cáo vào tệp nào, ví dụ -o bao-cao.docx.")
    if path is not None and path.suffix.lower() not in ENDINGS:
        raise click.UsageError(f"-o: đuôi tệp phải là một trong {', '.join(ENDINGS)}.")
    station = open_station(root)
    summary = summary_of(station, Days(first, last), records)
    if as_json:
        _print_figures(summary)
    if path is not None:
        wishes = Wishes(royalties=royalties, dated=dated, pdf=pdf or path.suffix.lower() == ".pdf")
        for ending, data in files_of(station, summary, wishes).items():
            target = path.with_suffix(ending)
            write_file(target, data)
            click.echo(f"Đã ghi {target}", err=as_json)
    if not summary.period.all_sessions:
        click.echo("Nhật ký không có buổi phát nào trong những ngày này.", err=True)
        return 1
    return 0


def _print_figures(summary: Summary) -> None:
    emit_json(
        {
            "from": summary.period.days.first.isoformat(),
            "to": summary.period.days.last.isoformat(),
            "figures": [
                {"name": each.name, "value": each.value, "text": each.text, "lines": list(each.seqs)}
                for each in figures(summary)
            ],
        }
    )
