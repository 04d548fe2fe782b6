package argiope.memory.platform.respond;

import argiope.contracts.platform.respond.LedgerContract;

class MemoryLedgerTest implements LedgerContract {
    @Override
    public Opened open() {
        return new Opened(new MemoryLedger(), () -> {});
    }
}
