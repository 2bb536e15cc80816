import pytest


@pytest.fixture(scope="session")
def authority():
    """A certificate authority of our own."""
    return pytest.importorskip("trustme").CA()


@pytest.fixture
def ca_file(authority, tmp_path):
    """Its certificate, for a client that shall trust it."""
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture(autouse=True)
def _own_network(monkeypatch):
    """No test of voices sees the proxies or certificates of the machine it runs on."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
