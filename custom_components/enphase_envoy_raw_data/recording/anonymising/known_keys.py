"""Keys of replies that gateways are known to use, and what stands behind them.

They are facts of recordings that the simulator is compared with (docs/simulator.md
names them) and of our replicas. A key that nobody knows may be a name: a page can
list networks by theirs. A test looks for every key of our replicas in here.
"""

import re
from typing import Final

SERIALS: Final = frozenset(
    "serial_num serialNumber sn s serial_nums pv_serial_nb modules".split()
)

# Record numbers of devices and their channels.
RECORD_NUMBERS: Final = frozenset("eid ce chanEid chaneid".split())

DATES: Final = frozenset(
    """
    cd ld created createdAt createdTime created_date date endDate installed
    lastReportDate last_enlighten_report_time last_rpt_date last_update readingTime
    timestamp current_date time
    """.split()
)

# When a firmware was made or loaded. Anybody may know when it was made, which would
# tell by how much all other dates were moved; so these are moved by something else.
FIRMWARE_DATES: Final = frozenset("id img_load_date".split())

# When the gateway's own firmware was made: the same for everybody who has it.
BUILD_DATES: Final = frozenset("software_build_epoch build_time_gmt build_id".split())

# What people choose or type in, or what tells where they live.
NAMES: Final = frozenset(
    """
    load_name ssid name hostname username user email password psk manufacturer model
    last_updated_by profile_id profile_name selected_profile current_network
    """.split()
)

ENERGY: Final = re.compile(
    r"(wh|vah|varh)(?!Now|_pos|_neg)[A-Z_]\w*|joules\w+|wattHours\w+"
    r"|(act|apparent|react)Energy\w*|today|yesterday|week"
)

# In a key that nobody knows: what the value may be, however harmless it looks.
SENSITIVE: Final = re.compile(
    r"(?i)acc|addr|area|city|code|coord|country|cust|email|fname|geo|host|imei|imsi"
    r"|iccid|\bip|key|lat|lname|lng|lon|mac|mail|name|nonce|owner|pass|phone|pin|post"
    r"|psk|pwd|region|salt|secret|serial|session|sim|site|sn\b|ssid|street|system"
    r"|token|town|url|user|uuid|zip"
)

# In a key that nobody knows: that a large number is a time.
TIME_LIKE: Final = re.compile(r"(?i)time|date|stamp|_at$|At$|last|since|until|epoch")

KNOWN_KEYS: Final = frozenset(
    """
     ACB_agg_energy ACB_agg_soc Comm_Time_Loss Commission_in_progress Disable
    ENC_agg_avail_energy ENC_agg_backup_energy ENC_agg_soc ENC_agg_soh
    ESS_R3_To_R4_in_progress ESS_in_progress Enc_commissioned_capacity
    Enc_max_available_capacity Enchg_grid_mode Enpwr_curr_state_id Enpwr_grid_mode
    Enpwr_relay_state_bm Export_Limit_Type F Fri Hard_PEL Max_energy Mon PEL
    PEL_Limit PEL_db Recovery_threshold_soc Resp_Time_HardPEL Resp_Time_SoftPEL Sat
    Soft_PEL Solar_grid_mode Sun Thu Tue V VLS_Limit Vd_neg Vd_zero Vq_neg Vq_zero
    Wed acCurrentInmA acFrequencyINmHz acVoltageINmV acb acb_agg_energy acb_agg_soc
    acb_sleep accepted actEnergyDlvd actEnergyRcvd actPower action_retries active
    activeCount activePower adjusted_backup_soc admin_mode admin_state
    admin_state_str agf agg_p_mw agg_p_ph_a_mw agg_p_ph_b_mw agg_p_ph_c_mw agg_s_mva
    agg_s_ph_a_mva agg_s_ph_b_mva agg_s_ph_c_mva agg_soc alternate_device_type ap
    api_AggNameplate api_ecagtDevIdToSerial api_ecagtDeviceCommissionStatus
    api_ecagtDeviceInsert api_ecagtDeviceNetworkStatus api_ecagtDeviceRemoved
    api_ecagtGetDataModelRaw api_ecagtGetDeviceCount api_ecagtGetDeviceInfo
    api_ecagtGetGenRelayState api_ecagtGetGridFreq api_ecagtGetGridFreq_err_notfound
    api_ecagtGetGridFreq_err_oor api_ecagtGetGridVolt api_ecagtGetOneDeviceInfo
    api_ecagtGetRelayState api_ecagtGetSecCtrlBias api_ecagtGetSecCtrlBiasQ
    api_ecagtGetSubmoduleInv api_ecagtHandleMsg api_ecagtInit
    api_ecagtSetDataModelCache api_ecagtSetSecCtrlBias api_ecagtTick apiver
    app_fw_version apparent apparentEnergy apparentPower apparent_power_mva
    apprntPwr as assembly_number auth_state auto_update avg_comm_level_2_4_ghz
    avg_comm_level_sub_ghz backtrace backupSocLimitChanged backupSocLimitSet
    backup_bat_mode backup_soc bandwidth batt_mode battery_mode black_s_start
    black_start_retries bmu_fw_version build build_id build_info build_time_gmt
    burden cap carrier cd ce chanEid chaneid channelTemp channels chansProducing
    chansRecent chansTotal charge_from_generator charge_from_grid charge_status
    chcon chctf chobs chtype code collar_state com_interface_str comm
    comm_level_2_4_ghz comm_level_sub_ghz communicating configured
    configured_backup_soc connected connection consumption control_error
    cool_down_mins counters country created createdAt createdTime created_date ct
    ctPriAmp ctSecAmp ctcon ctctf ctobs ctrlsCommunicating ctrlsGone ctrlsTotal
    cumulative currW curr_w currency current current_date current_network
    current_time date day days dcCurrentINmA dcVoltageINmV dc_switch_off default
    default_soc der1_state der2_state der3_state der_index devName devPollMissing
    devType dev_type device deviceCount deviceDataLimit device_control device_id
    device_status device_type devices devices: devobs dhcp diag_duration_mins
    discovered dmdl_FILES_INDEXED dmir dmir_version dongle dry_contact_id
    dry_contact_state dry_contact_txn_ack dry_contact_txn_retry_failure dry_contacts
    dtype duration dynamic_pel_settings edcon eid eim enable
    enable_discharge_to_grid enable_dynamic_limiting enc_agg_energy enc_agg_soc
    enc_settings enc_sleep encharge encharge_capacity encharge_rated_power
    encharge_rev encharge_revision end endDate envoy_info err error errors
    essential_end_time essential_start_time esub euaid ever_reported_to_enlighten
    exc_on exercise_config expected export_limit ext_cfg_save_device
    ext_cfg_save_device_err ext_event_set_modgone ext_event_set_stateful
    ext_send_perf_data ext_zb_send_msg fake_inventory_mode fakeit fields filename
    flags flags_hex found fp freq freqHz freq_bias_hz freq_bias_hz_phaseb
    freq_bias_hz_phasec freq_bias_hz_q8 freq_bias_hz_q8_phaseb
    freq_bias_hz_q8_phasec freq_in_weeks freq_mhz fsm_retry_timeout fsm_state
    fw_version gen_action gen_cmd gen_relay_state gen_type generator generator_id
    gficlearset grid gridProfileTransaction grid_action grid_state ibl_fw_version id
    imeter img_load_date img_pnum_running info informational installed
    instantaneousDemand interface interfaces interval_type inventory ip is_active
    is_ll is_split_phase is_system_balanced issi joulesProduced joulesUsed
    l1NAcVoltageInmV l2NAcVoltageInmV l3NAcVoltageInmV laggingVArs lastReading
    lastReportDate lastReportWatts last_enlighten_report_time last_rpt_date
    last_update last_updated_by ld leadingVArs led_status level level_24g level_subg
    lifetime limit limit_value_W lines load load_name logger mac main_CfgLoad
    main_relay_state main_taskUpdate mains_admin_state mains_oper_state
    manual_override manufacturer max maxCellTemp maxReportWatts max_cont_gen_amps
    max_gen_efficiency_perc measurementType message meteringStatus meters
    micro_grid_action mid_state migration_in_progress min_gen_loading_perc modGone
    mode model modules moreInfo mqtt_state msReset_HardPEL msg msg_retry_count
    must_charge_duration must_charge_mode must_charge_start name_plate_rating_wat
    network newDeviceScan nodes now nowUsed nsrb num num_enc numrows offgrid_secctrl
    oper_state operating operation_mode_sub_type opt_schedules override
    override_backup_soc override_chg_dischg_rate override_tou_mode package part_num
    part_number pause pcu pcu_phase peak_rule percent percentFull periods phase
    phaseCount phaseMode phase_count pn powerForcedOff present primary_interface
    priority procload producing production profile profile_id profile_name
    profile_txn_ack profiles prop_set prov_state provisioned ptpn pv pv_limit_pct
    pv_phase_select pv_serial_nb pwrConvErrSecs pwrConvMaxErrCycles pwrFactor rate
    rated_power reactEnergyLagg reactEnergyLead reactPwr reactivePower readingTime
    real_power_mw relay release_stage release_ver reportType reported_enc_grid_state
    reported_grid_mode reportsettings reserved_soc rest_CommCheckGet
    rest_InventoryGet rest_Power rest_RelayGet rest_RelayPost rest_SecCtrlGet
    rest_SleepGet rest_StatusGet rest_SubmodGet reversed rgm rmsCurrent rmsVoltage
    rms_mamp rms_mvolt rows rssi rxmsg_OBJ_MDL_ERROR_DRY_CTRL_RSP
    rxmsg_OBJ_MDL_ERROR_DRY_STATUS_RSP rxmsg_OBJ_MDL_EVENTS_MSG
    rxmsg_OBJ_MDL_GRID_STATUS_RSP rxmsg_OBJ_MDL_INV_UPD_RSP rxmsg_OBJ_MDL_META_RSP
    rxmsg_OBJ_MDL_POLL_RSP rxmsg_OBJ_MDL_RELAY_CTRL_RSP
    rxmsg_OBJ_MDL_RELAY_STATUS_REQ rxmsg_OBJ_MDL_SET_UDMIR_RSP
    rxmsg_OBJ_MDL_SOC_CONFIG_RSP rxmsg_OBJ_MDL_TNS_END_RSP
    rxmsg_OBJ_MDL_TNS_START_RSP s safe_state_action sc_debug sc_stream schedule
    seasons seasons_sell secctrl secctrlNotReady selected_profile sell
    seq_reset_needed seqnum serialNumber serial_num serial_nums setting shutdown
    signal_strength signal_strength_max single_rate sleep_enabled sleep_max_soc
    sleep_min_soc slew_rate sn soc soc_high soc_low soc_rec_enabled
    soc_recovery_entry soc_recovery_exit software software_build_epoch source
    srt12_state srt13_state start start_method start_soc state status statusFlags
    stop_soc storage storage_settings submodule_count submodules supported
    swift_asic_fw_version tariff task_id tasks temperature tiers time timestamp
    timezone today tunnel_open turns txmsg_OBJ_MDL_BMU_POLL_REQ
    txmsg_OBJ_MDL_ENC_RT_POLL_REQ txmsg_OBJ_MDL_ENP_RT_POLL_REQ
    txmsg_OBJ_MDL_EVENTS_ACK txmsg_OBJ_MDL_GRID_STATUS_REQ txmsg_OBJ_MDL_META_REQ
    txmsg_OBJ_MDL_PCU_POLL_REQ txmsg_OBJ_MDL_RELAY_CTRL_REQ
    txmsg_OBJ_MDL_RELAY_STATUS_RSP txmsg_OBJ_MDL_SECONDARY_CTRL_REQ
    txmsg_OBJ_MDL_SET_UDMIR txmsg_OBJ_MDL_SOC_CONFIG_REQ txmsg_OBJ_MDL_TNS_END
    txmsg_OBJ_MDL_TNS_START txmsg_lvs_poll type vahCum vahLifetime vahToday vah_cum
    values varhLagCum varhLagLifetime varhLagToday varhLeadCum varhLeadLifetime
    varhLeadToday varh_lag_cum varh_lead_cum version very_low_soc voltage
    voltage_bias_v voltage_bias_v_phaseb voltage_bias_v_phasec voltage_bias_v_q5
    voltage_bias_v_q5_phaseb voltage_bias_v_q5_phasec wNow warm_up_mins wattHours
    wattHoursLifetime wattHoursSevenDays wattHoursToday watts wattsNow web-tokens
    web_comm week week_days whDlvdCum whLastSevenDays whLifetime whNow whRcvdCum
    whToday wh_dlvd_cum wh_neg wh_pos wireless_connection yesterday
    zb_bootloader_vers zb_fw_version zigbee_dongle_fw_version zmq_ecaAppMsg
    zmq_ecaDevInfo zmq_ecaHello zmq_ecaNetworkStatus zmq_ecaSecCtrlMsg
    zmq_eca_live_debug_req zmq_live_debug zmq_meterlog_ok zmq_nameplate
    zmq_streamdata
    """.split()
) | {"Device State", "FW Version"}

_PARTS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_NAME: Final = re.compile(r"[A-Za-z]\w{0,63}", re.ASCII)

# A part that is shorter says too little.
_SHORTEST_PART: Final = 3


def _parts(key: str) -> list[str]:
    """Return the words that a key is made of."""
    return [part.lower() for part in _PARTS.findall(key)]


KEY_PARTS: Final = frozenset(
    part
    for key in KNOWN_KEYS
    for part in _parts(key)
    if len(part) >= _SHORTEST_PART and not part.isdigit()
)


def is_known_key(key: str) -> bool:
    """Return whether a key tells nothing of whose gateway it is.

    It is known, or two words or more of keys that are known, as in `gridPower`.
    """
    if key.rstrip(":").strip("?") in KNOWN_KEYS:
        return True
    parts = _parts(key)
    return (
        len(parts) > 1 and _NAME.fullmatch(key) is not None and KEY_PARTS >= set(parts)
    )
