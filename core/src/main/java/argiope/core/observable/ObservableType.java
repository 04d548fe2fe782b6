package argiope.core.observable;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The closed list of observable types (CTIM 1.3.30, observable type vocabulary).
public enum ObservableType {
    ACUDID("acudid", "acudid"),
    AMP_COMPUTER_GUID("amp_computer_guid", "AMP computer GUID"),
    CERTIFICATE_COMMON_NAME("certificate_common_name", "certificate common name"),
    CERTIFICATE_ISSUER("certificate_issuer", "certificate issuer"),
    CERTIFICATE_SERIAL("certificate_serial", "certificate serial"),
    CISCO_CM_ID("cisco_cm_id", "cisco cm id"),
    CISCO_MID("cisco_mid", "Cisco message ID"),
    CISCO_UC_ID("cisco_uc_id", "cisco uc id"),
    CORTEX_AGENT_ID("cortex_agent_id", "cortex agent id"),
    CROWDSTRIKE_ID("crowdstrike_id", "crowdstrike id"),
    CVM_ID("cvm_id", "cvm id"),
    CYBEREASON_ID("cybereason_id", "cybereason id"),
    DARKTRACE_ID("darktrace_id", "darktrace id"),
    DEVICE("device", "device"),
    DOMAIN("domain", "domain"),
    EMAIL("email", "email"),
    EMAIL_MESSAGEID("email_messageid", "email messageid"),
    EMAIL_SUBJECT("email_subject", "email subject"),
    FILE_NAME("file_name", "file name"),
    FILE_PATH("file_path", "file path"),
    GOOGLE_CHROMEBOOK_ID("google_chromebook_id", "google chromebook id"),
    GOOGLE_CLOUD_ID("google_cloud_id", "google cloud id"),
    HOSTNAME("hostname", "hostname"),
    IMEI("imei", "IMEI"),
    IMSI("imsi", "IMSI"),
    INTUNE_ID("intune_id", "intune id"),
    IP("ip", "IP"),
    IPV6("ipv6", "IPv6"),
    JAMF_MANAGEMENT_ID("jamf_management_id", "jamf management id"),
    MAC_ADDRESS("mac_address", "MAC address"),
    MD5("md5", "MD5"),
    MERAKI_NETWORK_ID("meraki_network_id", "meraki network id"),
    MERAKI_NODE_SN("meraki_node_sn", "meraki node sn"),
    MERAKI_ORG_ID("meraki_org_id", "meraki org id"),
    MS_MACHINE_ID("ms_machine_id", "Microsoft machine ID"),
    MUTEX("mutex", "mutex"),
    NGFW_ID("ngfw_id", "NGFW ID"),
    NGFW_NAME("ngfw_name", "ngfw name"),
    ODNS_IDENTITY("odns_identity", "ODNS identity"),
    ODNS_IDENTITY_LABEL("odns_identity_label", "odns identity label"),
    ORBITAL_NODE_ID("orbital_node_id", "orbital node ID"),
    PKI_SERIAL("pki_serial", "PKI serial"),
    PROCESS_ARGS("process_args", "process args"),
    PROCESS_HASH("process_hash", "process hash"),
    PROCESS_NAME("process_name", "process name"),
    PROCESS_PATH("process_path", "process path"),
    PROCESS_UID("process_uid", "process uid"),
    PROCESS_USERNAME("process_username", "process username"),
    PROCESSOR_ID("processor_id", "processor id"),
    REGISTRY_KEY("registry_key", "registry key"),
    REGISTRY_NAME("registry_name", "registry name"),
    REGISTRY_PATH("registry_path", "registry path"),
    S1_AGENT_ID("s1_agent_id", "SentinelOne agent ID"),
    SECURE_ACCESS_ID("secure_access_id", "secure access id"),
    SERIAL_NUMBER("serial_number", "serial number"),
    SERVICE_NOW_ID("service_now_id", "service now id"),
    SHA1("sha1", "SHA1"),
    SHA256("sha256", "SHA256"),
    SWC_DEVICE_ID("swc_device_id", "SWC device ID"),
    TREND_MICRO_ID("trend_micro_id", "trend micro id"),
    URL("url", "URL"),
    USER("user", "user"),
    USER_AGENT("user_agent", "user agent");

    private static final Map<String, ObservableType> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ObservableType::wire, Function.identity()));

    private final String wire;
    private final String title;

    ObservableType(String wire, String title) {
        this.wire = wire;
        this.title = title;
    }

    /// The name on the wire, lower case: `sha256`.
    public String wire() {
        return wire;
    }

    /// The name for people, as in "Search for this SHA256".
    public String title() {
        return title;
    }

    /// The type of this exact wire name.
    public static Optional<ObservableType> of(String wire) {
        return Optional.ofNullable(BY_WIRE.get(wire));
    }
}
