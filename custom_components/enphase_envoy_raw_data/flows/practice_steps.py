"""The form for a recording that stands in the place of a gateway."""

from abc import abstractmethod
from functools import partial
from pathlib import Path
from typing import Any, Final

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers.selector import (
    FileSelector,
    FileSelectorConfig,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..const import CONF_RECORDING, DOMAIN, PRACTICE_UNIQUE_ID
from ..entry import RawDataConfigEntry
from ..entry_data import text_in
from ..gateway import RecordedGateway, read_recorded
from ..gateway.errors import BadRecording
from ..recording import (
    BUNDLED,
    BUNDLED_FILE,
    KeptRecording,
    kept_recordings,
    put_on_shelf,
    take_off_shelf,
)
from ..rehearsing import rehearsal_of
from ..restoring import restores_of
from ..words import async_load_words, facts_of, key_of, words
from .pages import next_pages

_FILE: Final = "file"
_FILE_UPLOAD: Final = "file_upload"


class PracticeSteps(ConfigFlow):
    """Asks which recording to practise on."""

    @property
    @abstractmethod
    def entry(self) -> RawDataConfigEntry | None:
        """Return the entry that the dialog is about; None for a new one."""

    async def async_step_start(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what to add."""
        return self.async_show_menu(step_id="start", menu_options=["enter", "practise"])

    async def async_step_practise(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Choose a recording."""
        # The first entry is added before the integration is set up.
        await async_load_words(self.hass)
        problem: BadRecording | None = None
        if user_input is not None:
            try:
                name, gateway = await self.hass.async_add_executor_job(
                    partial(_take, self.hass, user_input)
                )
                return await self._finish_practice(name, gateway)
            except BadRecording as err:
                problem = err
        where = _FILE if user_input and _FILE in user_input else CONF_RECORDING
        return self.async_show_form(
            step_id="practise",
            data_schema=await self._schema(),
            errors={where: key_of(problem)} if problem else {},
            description_placeholders=facts_of(problem) if problem else {},
        )

    async def _schema(self) -> vol.Schema:
        """Return the form with the recordings that are here.

        Files are taken where there is a frontend that sends them.
        """
        run = self.hass.async_add_executor_job
        bundled = await run(read_recorded, BUNDLED_FILE)
        firmware = bundled.identity.firmware
        options = [
            SelectOptionDict(
                value=BUNDLED,
                label=words(self.hass, "common.recording_bundled", firmware=firmware),
            )
        ]
        kept = await run(kept_recordings, self.hass.config.config_dir)
        options += [
            SelectOptionDict(value=one.name, label=self._label(one)) for one in kept
        ]
        chosen = SelectSelector(
            SelectSelectorConfig(options=options, mode=SelectSelectorMode.LIST)
        )
        fields: dict[vol.Marker, Any] = {
            vol.Required(CONF_RECORDING, default=BUNDLED): chosen
        }
        if _FILE_UPLOAD in self.hass.config.components:
            file = FileSelector(FileSelectorConfig(accept=".zip,application/zip"))
            fields[vol.Optional(_FILE)] = file
        return vol.Schema(fields)

    def _label(self, kept: KeptRecording) -> str:
        """Return how a recording that was made here is called."""
        made = dt_util.as_local(dt_util.utc_from_timestamp(kept.made_at))
        return words(
            self.hass,
            "common.recording_kept",
            made=f"{made:%Y-%m-%d %H:%M}",
            firmware=kept.firmware or "?",
            account=kept.account or "?",
        )

    async def _finish_practice(
        self, name: str, gateway: RecordedGateway
    ) -> ConfigFlowResult:
        """Store which recording it is. Raises AbortFlow if another entry has it."""
        entries = self.hass.config_entries
        unique_id = PRACTICE_UNIQUE_ID.format(name=name)
        mine = self.entry
        other = entries.async_entry_for_domain_unique_id(DOMAIN, unique_id)
        if other and other is not mine:
            raise AbortFlow("practised_already", {"title": other.title})
        facts = {
            "firmware": gateway.identity.firmware or "?",
            "account": gateway.account or "?",
            **next_pages(),
        }
        if mine is None:
            await self.async_set_unique_id(unique_id, raise_on_progress=False)
            return self.async_create_entry(
                title=self._title(),
                data={CONF_RECORDING: name},
                description="practice",
                description_placeholders=facts,
            )
        await self._forget_writes(mine)
        before = text_in(mine.data, CONF_RECORDING)
        if before != name:
            await self.hass.async_add_executor_job(
                take_off_shelf, self.hass.config.config_dir, before
            )
        result = self.async_update_reload_and_abort(
            mine,
            unique_id=unique_id,
            data={CONF_RECORDING: name},
            reason="recording_changed",
        )
        result["description_placeholders"] = facts
        return result

    async def _forget_writes(self, entry: RawDataConfigEntry) -> None:
        """Begin anew with what the recording says, be it the same one or another."""
        kept = rehearsal_of(self.hass, entry)
        await kept.async_load()
        kept.rehearsal.start()
        kept.save()
        restores = restores_of(self.hass, entry.entry_id)
        await restores.async_load()
        if restores.take_rehearsed():
            await restores.async_keep()

    def _title(self) -> str:
        """Return the title of a new entry, which no other has."""
        title = words(self.hass, "common.practice_title")
        taken = {entry.title for entry in self._async_current_entries()}
        number = 2
        new = title
        while new in taken:
            new, number = f"{title} {number}", number + 1
        return new


def _take(hass: HomeAssistant, given: dict[str, Any]) -> tuple[str, RecordedGateway]:
    """Return the recording that was chosen, kept where an entry finds it.

    Raises BadRecording.
    """
    configuration = hass.config.config_dir
    try:
        if file_id := given.get(_FILE):
            # It needs packages that are there only where there is a frontend.
            from homeassistant.components.file_upload import (  # noqa: PLC0415
                process_uploaded_file,
            )

            with process_uploaded_file(hass, file_id) as path:
                return put_on_shelf(configuration, Path(path))
        return put_on_shelf(configuration, given[CONF_RECORDING])
    except OSError as err:
        raise BadRecording("unreadable", err.strerror or type(err).__name__) from None
    except ValueError:
        # Home Assistant keeps a file that was sent for a while.
        raise BadRecording("gone") from None
