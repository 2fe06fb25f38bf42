"""What goes wrong on the line, told in our own errors. Imports no HTTP library: the client passes in the one it has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tuigroup.errors import BadServerAddress, Offline
from tuigroup.i18n import N_
from tuigroup.late import Late

if TYPE_CHECKING:
    from tuigroup.sync import answers, tls
else:
    answers = Late("tuigroup.sync.answers")
    tls = Late("tuigroup.sync.tls")


@contextmanager
def translated(http: Any) -> Iterator[None]:
    """Errors of ``http``, the library that the client names, as ours."""
    try:
        yield
    except (http.InvalidURL, http.UnsupportedProtocol, http.LocalProtocolError) as error:
        raise BadServerAddress(N_("The server's address can't be used.")) from error
    except (http.ReadError, http.WriteError, http.RemoteProtocolError) as error:
        raise answers.Closed(N_("The line was cut before the answer was here.")) from error
    except (http.ConnectTimeout, http.PoolTimeout) as error:
        raise answers.NotReached(N_("The server did not answer in time.")) from error
    except http.TimeoutException as error:
        raise Offline(N_("The server did not answer in time.")) from error
    except http.TransportError as error:
        refused = tls.refusal(error)
        if refused is not None:
            raise refused from error
        if isinstance(error, http.ConnectError):
            raise answers.NotReached(N_("The server can't be reached.")) from error
        raise Offline(N_("The server can't be reached.")) from error
    except http.HTTPError as error:
        raise Offline(N_("The exchange with the server was cut.")) from error
