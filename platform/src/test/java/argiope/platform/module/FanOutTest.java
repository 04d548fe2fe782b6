package argiope.platform.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.platform.module.FanOut.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FanOutTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);
    private final FanOut fanOut = new FanOut();

    private static Question<String> says(String module, String word) {
        return new Question<>(module, LONG, () -> word);
    }

    @Test
    void eachModuleHasItsOwnAnswerInTheOrderOfTheQuestions() throws Exception {
        var later = new CountDownLatch(1);
        var answers = fanOut.ask(List.of(
                new Question<>("a", LONG, () -> {
                    later.await();
                    return "first";
                }),
                new Question<>("b", LONG, () -> {
                    later.countDown();
                    return "second";
                })));

        assertThat(answers).containsExactly(new Answer.Found<>("first"), new Answer.Found<>("second"));
    }

    @Test
    void aModuleThatHangsIsLateAndIsInterruptedAndTheOthersAnswer() throws Exception {
        var interrupted = new CountDownLatch(1);
        var answers = fanOut.ask(List.of(
                new Question<>("hangs", SHORT, () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                    return "never";
                }),
                says("good", "word")));

        assertThat(answers).containsExactly(new Answer.Late<>(SHORT), new Answer.Found<>("word"));
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aModuleThatHeedsNoInterruptIsNotWaitedFor() throws Exception {
        var end = new CountDownLatch(1);
        var answers = fanOut.ask(List.of(new Question<>("deaf", SHORT, () -> {
            while (true) {
                try {
                    end.await();
                    return "at last";
                } catch (InterruptedException _) {
                    // deaf
                }
            }
        })));

        assertThat(answers).containsExactly(new Answer.Late<>(SHORT));
        end.countDown();
    }

    @Test
    void aModuleThatHangsAgainAndAgainShutsOutOnlyItself() throws Exception {
        var end = new CountDownLatch(1);
        var many = new ArrayList<Question<String>>();
        for (var i = 0; i < 64; i++)
            many.add(new Question<>("deaf", SHORT, () -> {
                while (true) {
                    try {
                        end.await();
                        return "";
                    } catch (InterruptedException _) {
                        // deaf
                    }
                }
            }));
        fanOut.ask(many);

        var answers = fanOut.ask(List.of(says("deaf", "x"), says("good", "word")));

        assertThat(answers.get(0))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.error().code()).isEqualTo("busy"));
        assertThat(answers.get(1)).isEqualTo(new Answer.Found<>("word"));
        end.countDown();
    }

    private static String deeper(int depth) {
        return depth < 0 ? "" : deeper(depth + 1) + depth;
    }

    @Test
    @SuppressWarnings("NullAway") // a module may do what its signature forbids
    void whateverAModuleThrowsIsItsOwnFault() throws Exception {
        AtomicReference<byte[]> kept = new AtomicReference<>(new byte[0]);
        var answers = fanOut.ask(List.of(
                new Question<>("throws", LONG, () -> {
                    throw new IllegalStateException("no\nconnection");
                }),
                new Question<>("stack", LONG, () -> deeper(0)),
                new Question<>("memory", LONG, () -> {
                    kept.set(new byte[Integer.MAX_VALUE]);
                    return "";
                }),
                new Question<>("null", LONG, () -> null),
                new Question<>("says why", LONG, () -> {
                    throw new ModuleFault(new ModuleError("fatal", "device not connected", "The device is away."));
                }),
                says("good", "word")));

        assertThat(answers).hasSize(6);
        assertThat(answers.subList(0, 5)).allMatch(answer -> answer instanceof Answer.Failed);
        assertThat(answers.get(0)).isEqualTo(new Answer.Failed<>(new ModuleError("error", "unknown", "no connection")));
        assertThat(answers.get(4))
                .isEqualTo(
                        new Answer.Failed<>(new ModuleError("fatal", "device not connected", "The device is away.")));
        assertThat(answers.get(5)).isEqualTo(new Answer.Found<>("word"));
    }

    @Test
    void answersAreHeardAsTheyCome() throws Exception {
        var heard = new ArrayList<Integer>();
        var release = new CountDownLatch(1);
        fanOut.ask(
                List.of(
                        new Question<>("slow", LONG, () -> {
                            release.await();
                            return "slow";
                        }),
                        says("quick", "quick")),
                (question, _, took) -> {
                    heard.add(question);
                    assertThat(took).isGreaterThanOrEqualTo(Duration.ZERO);
                    release.countDown();
                });

        assertThat(heard).containsExactly(1, 0);
    }

    @Test
    void ifTheListenerLeavesTheModulesAreInterrupted() throws Exception {
        var interrupted = new CountDownLatch(1);
        var questions = List.of(
                new Question<>("slow", LONG, () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                    return "never";
                }),
                says("quick", "quick"));

        assertThatThrownBy(() -> fanOut.ask(questions, (_, _, _) -> {
                    throw new java.io.IOException("the client has left");
                }))
                .isInstanceOf(java.io.IOException.class);
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoAsksMayBeInterrupted() throws Exception {
        var asking = new CountDownLatch(1);
        var interrupted = new CountDownLatch(2);
        var asker = Thread.ofVirtual().start(() -> {
            try {
                fanOut.ask(List.of(new Question<>("slow", LONG, () -> {
                    asking.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                    return "never";
                })));
            } catch (InterruptedException _) {
                interrupted.countDown();
            }
        });
        assertThat(asking.await(10, TimeUnit.SECONDS)).isTrue();

        asker.interrupt();

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void nobodyToAskIsNoAnswer() throws Exception {
        assertThat(fanOut.ask(List.<Question<String>>of())).isEmpty();
    }
}
