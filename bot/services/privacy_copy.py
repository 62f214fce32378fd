"""The copy of one's own data goes into the conversation as a file, after a person has checked the name (stories 15)."""

from dataclasses import replace
from datetime import datetime

from bot.core.accounts import Actor, Role
from bot.core.conversations import Conversation
from bot.core.errors import Conflict, ConversationUnknown, InputRefused, NotFound
from bot.core.forms.form import FormKind
from bot.core.messages import (
    Attachment,
    AttachmentKind,
    FileState,
    Kind,
    MediaRef,
    Speaker,
    StoredFile,
    Thread,
)
from bot.core.person_copy import as_text
from bot.core.privacy import DONE, PrivacyRequest
from bot.services import deliver
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

_MIME = "text/plain"


def hand_out(kit: Kit, actor: Actor, number: str, *, name_checked: bool) -> bool:
    """Send the person all that is stored of them, out of the officers' sight, and close the request.

    The file is forgotten after seven days, with its link (`retention.purge_old`).

    Args:
        kit: the use cases' kit.
        actor: an admin.
        number: of the request.
        name_checked: whether the actor has compared what the person says with the name on record.

    Returns:
        Whether it goes out now; False = as soon as the person writes again, because their window is shut.

    Raises:
        PermissionRefused: the actor is no admin.
        InputRefused: `nama_dicek`: the name was not checked.
        NotFound: there is no such request for a copy.
        Conflict: it is done already.
        ConversationUnknown: the person has no address any more.
    """
    actor.require(Role.ADMIN)
    if not name_checked:
        raise InputRefused("nama_dicek")
    now = kit.clock()
    with kit.uow() as uow:
        request = _open_request(uow, number)
        conversation = _conversation(uow, request)
        file = _kept(uow, kit, request, conversation, now)
        uow.conversations.save(_sent(uow, kit, request, conversation, file, now))
        uow.privacy_requests.save(replace(request, done_at=now, done_by=actor.id, result=DONE, wish=None))
        uow.audit.add(
            at=now, actor_id=actor.id, action="privacy.copy_handed_out", subject=number, detail={"name": "checked"}
        )
        uow.commit()
    return conversation.channel not in kit.windowed or (conversation.window_until or now) > now


def _open_request(uow: UnitOfWork, number: str) -> PrivacyRequest:
    request = uow.privacy_requests.get(number, lock=True)
    if request is None or request.kind is not FormKind.MY_DATA:
        raise NotFound("no such request for a copy")
    if request.done_at is not None:
        raise Conflict("this request is done")
    return request


def _conversation(uow: UnitOfWork, request: PrivacyRequest) -> Conversation:
    conversation_id = request.conversation_id
    conversation = None if conversation_id is None else uow.conversations.get(conversation_id, lock=True)
    if conversation is None or uow.conversations.address_of(conversation) is None:
        raise ConversationUnknown("the person has no address any more")
    return conversation


def _kept(uow: UnitOfWork, kit: Kit, request: PrivacyRequest, conversation: Conversation, now: datetime) -> StoredFile:
    """The copy as a file of the request, which no officer can open."""
    found = uow.people.export(conversation.contact_id)
    content = as_text(found, kit.office.name, request.number).encode()
    file_name = f"data-pribadi-{request.number}.txt"
    stored = StoredFile(
        id=kit.new_id(),
        conversation_id=conversation.id,
        channel=conversation.channel,
        kind=Kind.DOCUMENT,
        media=MediaRef(provider_id="", mime=_MIME, file_name=file_name, size=len(content)),
        state=FileState.STORED,
        created_at=now,
        link_token=kit.new_token() if conversation.channel in kit.in_store else None,
        thread_id=request.number,
    )
    kit.files.write(stored.id, content)
    uow.files.add(stored)
    return stored


def _sent(
    uow: UnitOfWork,
    kit: Kit,
    request: PrivacyRequest,
    conversation: Conversation,
    file: StoredFile,
    now: datetime,
) -> Conversation:
    outgoing = deliver.compose(
        kit,
        conversation,
        kit.texts.fill("permintaan_salinan", nomor=request.number),
        now,
        speaker=Speaker.BOT,
        key=f"permintaan:{request.number}",
        attachment=Attachment(
            kind=AttachmentKind.DOCUMENT, file_id=file.id, mime=_MIME, file_name=file.media.file_name
        ),
        thread=Thread(id=request.number, kind=request.kind),
    )
    return deliver.store(uow, kit, conversation, outgoing)
