package argiope.appliance.tracking;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which names of user domains mean the same: a NetBIOS and a DNS name are one only if the administrator says so
/// (access-log contract, 7.4). Compared without case.
public final class UserAliases {
    private static final UserAliases NONE = new UserAliases(List.of());

    private final Map<String, Set<String>> byName = new HashMap<>();

    /// @param groups names that mean one domain each: `[[CORP, corp.example.org]]`
    public UserAliases(List<? extends java.util.Collection<String>> groups) {
        for (var group : groups) {
            var all = new HashSet<String>();
            for (var name : group) {
                var key = name.toLowerCase(Locale.ROOT);
                all.add(key);
                all.addAll(byName.getOrDefault(key, Set.of()));
            }
            for (var name : all) byName.put(name, all);
        }
    }

    public static UserAliases none() {
        return NONE;
    }

    /// `domain` and everything that means the same, in lower case.
    public Set<String> of(String domain) {
        var key = domain.toLowerCase(Locale.ROOT);
        return Set.copyOf(byName.getOrDefault(key, Set.of(key)));
    }
}
