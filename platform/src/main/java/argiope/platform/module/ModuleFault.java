package argiope.platform.module;

/// A module says why it could not find out, with a code for programs and words for people.
public final class ModuleFault extends Exception {
    private static final long serialVersionUID = 1;
    private final transient ModuleError error;

    public ModuleFault(ModuleError error) {
        super(error.message());
        this.error = error;
    }

    public ModuleError error() {
        return error;
    }
}
