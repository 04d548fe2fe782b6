package argiope.platform.intelligence.search;

/// Reduces English words to a stem, so that plural finds singular and "indicating" finds "indicated". Light: it takes
/// off the endings of inflection and a few common ones of derivation, after the measures of Porter's first steps.
final class Stemmer {
    private Stemmer() {}

    /// The stem of a lower-case word; words with digits or of other alphabets stay as they are.
    static String stem(String word) {
        if (word.length() < 4 || !word.chars().allMatch(c -> c >= 'a' && c <= 'z')) return word;
        return derived(inflected(plural(word)));
    }

    private static String plural(String word) {
        if (word.endsWith("sses")) return cut(word, 2);
        if (word.endsWith("ies")) return word.length() > 4 ? cut(word, 3) + "i" : cut(word, 1);
        if (word.endsWith("xes") || word.endsWith("ches") || word.endsWith("shes") || word.endsWith("zes"))
            return cut(word, 2);
        if (word.endsWith("ss") || word.endsWith("us") || word.endsWith("is")) return word;
        return word.endsWith("s") ? cut(word, 1) : word;
    }

    private static String inflected(String word) {
        if (word.endsWith("eed")) return measure(cut(word, 3)) > 0 ? cut(word, 1) : word;
        String stem;
        if (word.endsWith("ed") && hasVowel(cut(word, 2))) stem = cut(word, 2);
        else if (word.endsWith("ing") && hasVowel(cut(word, 3))) stem = cut(word, 3);
        else return word;
        if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) return stem + "e";
        var last = stem.length() - 1;
        if (last > 0 && stem.charAt(last) == stem.charAt(last - 1) && "lsz".indexOf(stem.charAt(last)) < 0)
            return vowel(stem, last) ? stem : cut(stem, 1);
        return stem;
    }

    private static String derived(String word) {
        if (word.endsWith("y") && hasVowel(cut(word, 1))) word = cut(word, 1) + "i";
        for (var ending : new String[] {"ational", "ization", "fulness", "ously", "ation", "ness", "ment", "ator"})
            if (word.endsWith(ending) && measure(cut(word, ending.length())) > 0) {
                var stem = cut(word, ending.length());
                return ending.startsWith("at") ? stem + "at" : ending.equals("ization") ? stem + "iz" : stem;
            }
        return word.endsWith("e") && measure(cut(word, 1)) > 0 ? cut(word, 1) : word;
    }

    private static String cut(String word, int characters) {
        return word.substring(0, word.length() - characters);
    }

    private static boolean vowel(String word, int at) {
        return switch (word.charAt(at)) {
            case 'a', 'e', 'i', 'o', 'u' -> true;
            case 'y' -> at > 0 && !vowel(word, at - 1);
            default -> false;
        };
    }

    private static boolean hasVowel(String word) {
        for (var i = 0; i < word.length(); i++) if (vowel(word, i)) return true;
        return false;
    }

    /// How often a vowel is followed by a consonant.
    private static int measure(String word) {
        var count = 0;
        for (var i = 1; i < word.length(); i++) if (vowel(word, i - 1) && !vowel(word, i)) count++;
        return count;
    }
}
