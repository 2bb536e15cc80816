from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mixing_materials import audio, made, speech, tone

from broadcaster.core.audio import Audio, join, silence
from broadcaster.core.units import HOUSE_RATE, MP3_FRAME
from broadcaster.mixing.edit import faded, sounding, trimmed
from broadcaster.mixing.envelope import Envelope, Span, ducking, fade
from broadcaster.mixing.master import master
from broadcaster.mixing.montage import Clip, Piece, Timeline, bed, end_to_end, jointed, timeline
from broadcaster.mixing.sound import JOINT, whole
from broadcaster.mixing.wavfile import read, write_flac


def flat(length: int, height: float = 0.5) -> Audio:
    return audio(np.full(length, height))


def test_clips_lie_on_their_sample_and_sum() -> None:
    line = timeline([Clip(flat(100, 0.25), 50), Clip(flat(100, 0.5), 100)])
    mix = whole(line).samples[:, 0]
    assert line.frames == 200
    assert not mix[:50].any()
    assert set(mix[50:100]) == {0.25}
    assert set(mix[100:150]) == {0.75}
    assert set(mix[150:]) == {0.5}


@given(start=st.integers(0, 900), length=st.integers(0, 400))
def test_a_cut_of_the_timeline_is_the_same_wherever_it_is_made(start: int, length: int) -> None:
    line = timeline(
        [Clip(made(speech, 0.01), 100, -6.0, fade_in=0.002, fade_out=0.004), Clip(tone(0.01), 300)], length=1300
    )
    np.testing.assert_allclose(
        line.cut(start, start + length).samples, whole(line).samples[start : start + length], atol=1e-7
    )


def test_overlapping_full_scale_is_not_clipped_and_comes_out_under_the_ceiling() -> None:
    line = timeline([Clip(tone(3.0, height=0.9)), Clip(tone(3.0, height=0.9))])
    assert np.abs(whole(line).samples).max() == pytest.approx(1.8, abs=0.01)
    assert np.abs(master(line).audio().samples).max() < 10 ** (-1 / 20)


def test_pieces_end_to_end_keep_their_pauses() -> None:
    clips = end_to_end([Piece(flat(100), 0.7), Piece(flat(200)), Piece(flat(50))], start=10)
    assert [clip.start for clip in clips] == [10, 10 + 100 + 33_600, 10 + 100 + 33_600 + 200]


def test_pieces_on_the_grid_wait_less_than_a_frame() -> None:
    clips = end_to_end([Piece(flat(1000), 0.5), Piece(flat(1000), 0.5), Piece(flat(10))], start=1, grid=True)
    assert [clip.start % MP3_FRAME for clip in clips] == [0, 0, 0]
    for before, after in pairwise(clips):
        assert 24_000 <= after.start - before.span.stop < 24_000 + MP3_FRAME


def test_a_part_has_silence_around_and_whole_frames() -> None:
    part = jointed(flat(1000), pause=0.5)
    mix = whole(part).samples[:, 0]
    assert part.frames % MP3_FRAME == 0
    assert np.flatnonzero(mix)[[0, -1]].tolist() == [JOINT, JOINT + 999]
    assert part.frames - JOINT - 1000 >= 24_000
    assert jointed(flat(1000)).frames - JOINT - 1000 >= JOINT


def test_the_bed_lies_exactly_twelve_decibels_lower_under_speech() -> None:
    spans = [Span(2 * HOUSE_RATE, 3 * HOUSE_RATE), Span(6 * HOUSE_RATE, 7 * HOUSE_RATE)]
    clip = bed(flat(1000), Span(0, 10 * HOUSE_RATE), spans, fade_in=0.0, fade_out=0.0)
    decibels = 20 * np.log10(whole(timeline([clip])).samples[:, 0] / 0.5)
    for span in spans:
        np.testing.assert_allclose(decibels[span.start : span.stop], -12.0, atol=1e-4)
    np.testing.assert_allclose(decibels[: 2 * HOUSE_RATE - 12_000], 0.0, atol=1e-4)
    np.testing.assert_allclose(decibels[round(3.6 * HOUSE_RATE) : 6 * HOUSE_RATE - 12_000], 0.0, atol=1e-4)
    assert np.abs(np.diff(decibels)).max() < 0.01


def test_the_bed_stays_down_over_short_pauses() -> None:
    envelope = ducking([Span(60_000, 80_000), Span(0, 50_000)])
    assert set(envelope.factors(0, 80_000)) == {np.float32(10 ** (-12 / 20))}


def test_a_bed_without_speech_is_not_ducked() -> None:
    assert set(ducking([]).factors(0, 100)) == {1.0}


def test_a_bed_begins_and_ends_softly() -> None:
    clip = bed(flat(1000), Span(500, 500 + 5 * HOUSE_RATE), [])
    mix = whole(timeline([clip])).samples[:, 0]
    assert abs(mix[500]) < 1e-6
    assert abs(mix[-1]) < 1e-6
    assert np.abs(np.diff(mix[500:])).max() < 1e-3


def test_two_fades_across_keep_their_power() -> None:
    out = fade(1000, 0, 1000, fade_in=0, fade_out=1000)
    into = fade(1000, 0, 1000, fade_in=1000, fade_out=0)
    np.testing.assert_allclose(out**2 + into**2, 1.0, atol=0.01)


def test_an_envelope_is_straight_in_decibels() -> None:
    factors = Envelope(((0, 0.0), (100, -20.0))).factors(0, 200)
    assert 20 * np.log10(factors[50]) == pytest.approx(-10.0, abs=1e-4)
    assert 20 * np.log10(factors[150]) == pytest.approx(-20.0, abs=1e-4)


def test_trimming_silence_leaves_nothing() -> None:
    assert trimmed(silence(1000)).frames == 0
    assert trimmed(silence(0)).frames == 0


def test_cut_edges_do_not_click() -> None:
    noisy = audio(np.concatenate([np.full(20_000, 0.001), np.full(20_000, 0.5), np.full(20_000, 0.001)]))
    assert abs(float(trimmed(noisy).samples[0, 0])) < 1e-4
    assert faded(flat(100), fade_in=10).samples[0, 0] == 0.0


def test_a_voice_that_breaks_off_in_a_wave_does_not_click() -> None:
    broken_off = trimmed(flat(20_000)).samples[:, 0]
    assert np.abs(np.diff(np.pad(broken_off, 1))).max() < 0.01


def test_every_start_lands_on_its_sample_after_mastering_and_files(tmp_path: Path) -> None:
    beep = audio(0.3 * np.cos(2 * np.pi * 1000 * np.arange(9600) / HOUSE_RATE))
    clips = end_to_end([Piece(beep, 0.7)] * 5, start=JOINT, grid=True)
    write_flac(tmp_path / "a.flac", master(timeline(clips)).blocks())
    heights = np.abs(read(tmp_path / "a.flac").samples[:, 0])
    for clip in clips:
        assert not heights[clip.start - 2000 : clip.start].any()
        assert heights[clip.start] > 0.05


def test_what_lies_beyond_the_end_is_cut_off() -> None:
    assert whole(Timeline((Clip(flat(100), 50),), 80)).frames == 80


def test_the_silence_of_an_engine_is_trimmed_and_speech_kept_whole() -> None:
    said = tone(0.5)
    sound = join([silence(round(0.4 * HOUSE_RATE)), said, silence(round(0.3 * HOUSE_RATE))])
    span = sounding(sound)
    assert (span.start, span.stop) == (round(0.38 * HOUSE_RATE) + 1, pytest.approx(round(0.96 * HOUSE_RATE), abs=3))
    cut = trimmed(sound)
    assert cut.frames == span.frames
    np.testing.assert_allclose(cut.samples[1000:20_000], sound.samples[span.start + 1000 : span.start + 20_000])
    assert trimmed(said).frames == said.frames
