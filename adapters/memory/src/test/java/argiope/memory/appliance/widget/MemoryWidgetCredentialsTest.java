package argiope.memory.appliance.widget;

import argiope.appliance.widget.WidgetCredentials;
import argiope.contracts.appliance.widget.WidgetCredentialsContract;

class MemoryWidgetCredentialsTest implements WidgetCredentialsContract {
    private final WidgetCredentials credentials = new MemoryWidgetCredentials();

    @Override
    public WidgetCredentials credentials() {
        return credentials;
    }
}
