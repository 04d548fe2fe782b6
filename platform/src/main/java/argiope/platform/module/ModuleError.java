package argiope.platform.module;

/// Why a module could not answer, or not wholly.
///
/// @param type `fatal`, `error` or `warning`
/// @param code a short phrase: `timeout`, `device not connected`, `truncated`, `unknown`
public record ModuleError(String type, String code, String message) {}
