"""One Chromium for all pages, spoken to over two pipes (--remote-debugging-pipe): messages of the Chrome
DevTools Protocol, JSON that ends with a zero byte. Starting a browser for each look took minutes."""
import base64
import contextlib
import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time

SECONDS = 120  # the most that one answer may take


class Silent(Exception):
    """The browser ended, or gave no answer in time."""


class Browser:
    """One window. Pages are loaded into it as the top document, one after another."""

    def __init__(self, program):
        self.profile = tempfile.mkdtemp(prefix="check-pages-")
        commands, self.commands = _pipe()
        self.answers, answers = _pipe()
        # The browser reads commands at 3 and writes answers at 4.
        place = 'exec 3<&"$1" 4>&"$2"; shift 2; exec "$@"'
        self.process = subprocess.Popen(
            ["bash", "-c", place, "bash", str(commands), str(answers), program,
             "--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-quic",
             "--no-first-run", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--allow-file-access-from-files", f"--user-data-dir={self.profile}"],
            pass_fds=(commands, answers), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
        os.close(commands)
        os.close(answers)
        self.last, self.session, self.received, self.events = 0, None, b"", []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        self.ask("Page.enable")
        self.ask("Page.setLifecycleEventsEnabled", enabled=True)
        self.ask("Inspector.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # The profile is thrown away, so there is nothing to end in order; its processes are one group.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.commands)
        os.close(self.answers)
        shutil.rmtree(self.profile, ignore_errors=True)

    def ask(self, method, **parameters):
        """The result of one command of the protocol."""
        self.last += 1
        command = {"id": self.last, "method": method, "params": parameters}
        if self.session:
            command["sessionId"] = self.session
        rest = json.dumps(command).encode() + b"\0"
        while rest:
            rest = rest[os.write(self.commands, rest) :]
        answer = self._until(lambda message: message.get("id") == self.last)
        if "error" in answer:
            raise Silent(f"{method}: {answer['error'].get('message')}")
        return answer["result"]

    def load(self, address):
        """Opens a page and waits until it, its pictures and its fonts are there."""
        self.events.clear()
        opened = self.ask("Page.navigate", url=address)
        if "errorText" in opened:
            raise Silent(f"{address}: {opened['errorText']}")

        def is_there(message):
            event = message.get("params", {})
            return event.get("name") == "load" and event.get("loaderId") == opened["loaderId"]

        if not any(is_there(event) for event in self.events):
            self._until(is_there)
        self.evaluate("document.fonts.ready.then(() => true)")

    def evaluate(self, script):
        """What a script of the page comes to, after its promises."""
        answer = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise Silent(f"a script stopped: {answer['exceptionDetails'].get('text')}")
        return answer["result"].get("value")

    def screen(self, width=None, height=900):
        """A phone's screen of this width; without one, the window of the browser."""
        if width is None:
            self.ask("Emulation.clearDeviceMetricsOverride")
            return
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height,
                 deviceScaleFactor=1, mobile=False)  # fmt: skip

    def scheme(self, name):
        """The colours the reader prefers: light or dark."""
        self.ask("Emulation.setEmulatedMedia",
                 features=[{"name": "prefers-color-scheme", "value": name}])  # fmt: skip

    def printed(self):
        """The page on paper, as the bytes of a PDF."""
        return base64.b64decode(self.ask("Page.printToPDF", printBackground=False)["data"])

    def _until(self, wanted):
        end = time.monotonic() + SECONDS
        while True:
            message = self._message(end)
            if message.get("method") == "Inspector.targetCrashed":
                raise Silent("the page crashed")
            if wanted(message):
                return message
            self.events.append(message)

    def _message(self, end):
        while b"\0" not in self.received:
            ready, _, _ = select.select([self.answers], [], [], max(0, end - time.monotonic()))
            part = os.read(self.answers, 1 << 20) if ready else b""
            if not part:
                raise Silent("the browser ended" if ready else f"no answer in {SECONDS} s")
            self.received += part
        text, _, self.received = self.received.partition(b"\0")
        return json.loads(text)


def _pipe():
    """Both ends above 9, so that neither stands where bash puts another."""
    ends = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return high
