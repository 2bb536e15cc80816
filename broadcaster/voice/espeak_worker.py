"""
One utterance of eSpeak NG in a process of its own. Run as a file, never imported: ``python -I -S espeak_worker.py``.

In: arguments (library, folder of the data relative to the working folder, voice, words per minute, pitch, volume,
reach of the tones), the words in UTF-8 on standard input. Out: on standard output the rate in hertz (4 bytes, little
endian), the number of samples (4 bytes) and the samples, 16 bit. Exit code 0 only if all of that was written.

It uses the standard library alone, so that it starts in a few hundredths of a second. The numbers below are
eSpeak NG's own (``speak_lib.h``, API revision 12).
"""

from __future__ import annotations

import ctypes
import signal
import struct
import sys

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: hand the samples to the callback, open no sound device
_DONT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT: report missing data instead of ending the process
_RATE, _VOLUME, _PITCH, _REACH = 1, 2, 3, 4  # espeakRATE, espeakVOLUME, espeakPITCH, espeakRANGE
_CHARACTERS = 1  # POS_CHARACTER
_UTF8 = 1  # espeakCHARS_UTF8, and neither espeakSSML nor espeakPHONEMES: the words are words
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)  # t_espeak_callback
_SEED = 1  # of the breath in women's voices, which eSpeak NG would else draw from the time of day
_LONGEST = 120  # seconds; ends this process by itself should its parent be gone


def main() -> int:
    """Speak once; return the exit code."""
    library, data, voice, rate, pitch, volume, reach = sys.argv[1:]
    if hasattr(signal, "alarm"):
        signal.alarm(_LONGEST)
    words = sys.stdin.buffer.read()
    espeak = ctypes.CDLL(library)
    hertz = espeak.espeak_Initialize(_SYNCHRONOUS, 0, data.encode("ascii"), _DONT_EXIT)
    if hertz <= 0:
        print("espeak_Initialize", hertz, file=sys.stderr)  # noqa: T201  the parent reads this line
        return 2
    samples = bytearray()

    def collect(wave: int | None, count: int, _events: int | None) -> int:
        if wave and count > 0:
            samples.extend(ctypes.string_at(wave, 2 * count))
        return 0

    callback = _CALLBACK(collect)
    espeak.espeak_SetSynthCallback(callback)
    espeak.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))
    if espeak.espeak_SetVoiceByName(voice.encode("ascii")) != 0:
        print("espeak_SetVoiceByName", voice, file=sys.stderr)  # noqa: T201  the parent reads this line
        return 3
    for parameter, value in ((_RATE, rate), (_PITCH, pitch), (_VOLUME, volume), (_REACH, reach)):
        espeak.espeak_SetParameter(parameter, int(value), 0)
    espeak.espeak_Synth.argtypes = [
        ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int,
        ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p,
    ]  # fmt: skip
    status = espeak.espeak_Synth(words, len(words) + 1, 0, _CHARACTERS, 0, _UTF8, None, None)
    if status != 0:
        print("espeak_Synth", status, file=sys.stderr)  # noqa: T201  the parent reads this line
        return 4
    sys.stdout.buffer.write(struct.pack("<II", hertz, len(samples) // 2) + samples)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
