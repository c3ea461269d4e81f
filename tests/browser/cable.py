"""The cable between browser and server, which a test can really cut: a small TCP relay."""

import contextlib
import socket
import threading
import time

UPLOAD = b"/facts/ HTTP/1."


class Cable:
    """``url`` leads to the server. ``cut()`` and ``mend()``; ``lose_next_upload(answered=...)`` loses one upload on its way
    there, or the answer on its way back when the server has taken it in. ``delay``: seconds that everything takes longer."""

    def __init__(self, server_url: str):
        host, port = server_url.split("//")[1].split(":")
        self.upstream = (host, int(port))
        self.is_cut, self.to_lose, self.lost, self.open, self.delay = False, [], 0, set(), 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        self.is_cut = True
        for one in list(self.open):
            self._end(one)

    def mend(self):
        self.is_cut = False

    def lose_next_upload(self, *, answered: bool):
        self.to_lose.append(answered)

    def close(self):
        self.cut()
        self.listening.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _address = self.listening.accept()
                if self.is_cut:
                    client.close()
                else:
                    threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client):
        server = socket.create_connection(self.upstream)
        self.open |= {client, server}
        silent = threading.Event()
        threading.Thread(target=self._back, args=[server, client, silent], daemon=True).start()
        with contextlib.suppress(OSError):
            while data := client.recv(65536):
                if UPLOAD in data and self.to_lose:
                    self.lost += 1
                    if not self.to_lose.pop(0):
                        break
                    silent.set()
                time.sleep(self.delay)
                server.sendall(data)
        self._end(client)
        self._end(server)

    def _back(self, server, client, silent):
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                if silent.is_set():
                    break
                client.sendall(data)
        self._end(client)
        self._end(server)

    def _end(self, one):
        self.open.discard(one)
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(OSError):
            one.close()
