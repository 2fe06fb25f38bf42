"""The boards of a group in its sheet, line by line: adding one, naming, closing and opening."""

from __future__ import annotations

from tuigroup.line.place import Item, Place
from tuigroup.views import board_settings
from tuigroup.views.sheets import SettingUp
from tuigroup.wire.ops import BoardIn


def board_items(place: Place, form: SettingUp) -> list[Item]:
    t = place.t

    async def add() -> None:
        title = await place.shell.asking.prompt(t(board_settings.NAME))
        if not title:
            return
        form.check_board(title)
        purpose = await place.shell.asking.choose(t(board_settings.PURPOSE), board_settings.purposes(t))
        if purpose:
            form.add_board(title, purpose)
            await place.tell()

    def item(board: BoardIn) -> Item:
        label = t("Board: {board}", board=board_settings.words(t, board))
        return Item(label, lambda: _about(place, form, board), board)

    found = [item(board) for board in form.boards]
    return [*found, Item(t(board_settings.ADD), add)] if board_settings.room(form.boards) else found


async def _about(place: Place, form: SettingUp, board: BoardIn) -> None:
    t, asking = place.t, place.shell.asking
    if form.fixed(board):
        await place.say(t("This board is on its way. It can be changed once the server has it."))
        return
    found = board_settings.choices(t, board, edited=form.edited(board))
    match await asking.choose(t(board_settings.WHAT), found):
        case None:
            return
        case "name":
            title = await asking.prompt(t(board_settings.NAME), value=board.title)
            if not title:
                return
            form.rename_board(board, title)
        case "out":
            form.forget_board(board)
        case what:
            form.close_board(board, what == "close")
    await place.tell()
