import subprocess
import sys

HEAVY = ("gtts", "requests", "urllib3", "piper", "onnxruntime", "espeakng_loader", "scipy")
MODULES = ("answer", "cache", "catalogue", "chain", "download", "espeak", "http", "online", "piper", "tone")


def test_what_nobody_uses_is_not_imported():
    code = f"""
import importlib, sys
for name in {MODULES}:
    importlib.import_module("broadcaster.voice." + name)
print(*[name for name in {HEAVY} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
