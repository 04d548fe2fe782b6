package argiope.platform.module;

import argiope.core.access.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks many modules at once, each on a virtual thread of its own and with a deadline of its own. Each gets its
/// own [Answer]; whatever one does (hangs, throws, runs out of stack or memory) the others do not feel. Safe
/// for many threads.
///
/// At its deadline a module is interrupted and no longer waited for. One that does not heed the interrupt keeps
/// its thread, and counts against the number of calls that one module may have running, so that it only shuts
/// out itself.
public final class FanOut {
    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);
    private static final int MOST_CALLS_A_MODULE = 64;
    private static final int LONGEST_MESSAGE = 300;

    /// @param module the instance's id
    /// @param ask runs on a thread that is interrupted at the deadline; may throw anything
    public record Question<T>(String module, Duration deadline, Callable<T> ask) {}

    /// Hears of each answer as it comes, on the thread that asked. If it throws, nobody is asked further.
    @FunctionalInterface
    public interface Listener<T> {
        void heard(int question, Answer<T> answer, Duration took) throws Exception;
    }

    private record Heard<T>(int question, Answer<T> answer) {}

    private final Map<String, Semaphore> running = new ConcurrentHashMap<>();

    /// @return the answers, in the order of the questions
    /// @throws InterruptedException when the one who asks is interrupted; all modules are, too, then
    public <T> List<Answer<T>> ask(List<Question<T>> questions) throws InterruptedException {
        try {
            return ask(questions, (_, _, _) -> {});
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// @return the answers, in the order of the questions
    public <T> List<Answer<T>> ask(List<Question<T>> questions, Listener<T> listener) throws Exception {
        var started = System.nanoTime();
        var inbox = new LinkedBlockingQueue<Heard<T>>();
        var threads = new ArrayList<Optional<Thread>>();
        var answers = new ArrayList<Optional<Answer<T>>>();
        for (var i = 0; i < questions.size(); i++) {
            answers.add(Optional.empty());
            threads.add(start(i, questions.get(i), inbox));
        }
        try {
            var open = questions.size();
            while (open > 0) {
                var heard = inbox.poll(untilNextDeadline(questions, answers, started), TimeUnit.NANOSECONDS);
                if (heard == null) {
                    for (var i = 0; i < questions.size(); i++) {
                        if (answers.get(i).isPresent() || left(questions.get(i), started) > 0) continue;
                        threads.get(i).ifPresent(Thread::interrupt);
                        LOG.info(
                                "module {} did not answer in {}",
                                questions.get(i).module(),
                                questions.get(i).deadline());
                        open -= settle(
                                answers, i, new Answer.Late<>(questions.get(i).deadline()), started, listener);
                    }
                } else {
                    open -= settle(answers, heard.question, heard.answer, started, listener);
                }
            }
        } finally {
            for (var i = 0; i < threads.size(); i++) {
                if (answers.get(i).isEmpty()) threads.get(i).ifPresent(Thread::interrupt);
            }
        }
        return answers.stream().map(Optional::orElseThrow).toList();
    }

    /// @return how many questions are settled by it: none when it comes after its deadline
    private static <T> int settle(
            List<Optional<Answer<T>>> answers, int question, Answer<T> answer, long started, Listener<T> listener)
            throws Exception {
        if (answers.get(question).isPresent()) return 0;
        answers.set(question, Optional.of(answer));
        listener.heard(question, answer, Duration.ofNanos(System.nanoTime() - started));
        return 1;
    }

    private static <T> long untilNextDeadline(
            List<Question<T>> questions, List<Optional<Answer<T>>> answers, long started) {
        var next = Long.MAX_VALUE;
        for (var i = 0; i < questions.size(); i++) {
            if (answers.get(i).isEmpty()) next = Math.min(next, left(questions.get(i), started));
        }
        return Math.max(0, next);
    }

    private static long left(Question<?> question, long started) {
        return question.deadline().toNanos() - (System.nanoTime() - started);
    }

    private <T> Optional<Thread> start(int number, Question<T> question, LinkedBlockingQueue<Heard<T>> inbox) {
        var calls = running.computeIfAbsent(question.module(), _ -> new Semaphore(MOST_CALLS_A_MODULE));
        if (!calls.tryAcquire()) {
            inbox.add(new Heard<>(
                    number,
                    new Answer.Failed<>(new ModuleError(
                            "error", "busy", "The module still works on earlier questions. Try again later."))));
            return Optional.empty();
        }
        return Optional.of(Thread.ofVirtual()
                .name("module-" + question.module())
                .start(() -> {
                    Answer<T> answer;
                    try {
                        answer = answer(question);
                    } finally {
                        calls.release();
                    }
                    inbox.add(new Heard<>(number, answer));
                }));
    }

    @SuppressWarnings("ConstantConditions") // a module is not to be trusted to answer at all
    private static <T> Answer<T> answer(Question<T> question) {
        try {
            T value = question.ask().call();
            if (value == null)
                return new Answer.Failed<>(new ModuleError("error", "unknown", "The module answered nothing."));
            return new Answer.Found<>(value);
        } catch (ModuleFault fault) {
            return new Answer.Failed<>(tidy(fault.error()));
        } catch (Refusal refusal) {
            return new Answer.Failed<>(tidy(new ModuleError("error", refusal.code(), refusal.getMessage())));
        } catch (InterruptedException _) {
            return new Answer.Failed<>(new ModuleError("error", "interrupted", "The module was interrupted."));
        } catch (Throwable fault) {
            // Errors too: a module that exhausts its stack or asks for too much memory only fails itself.
            LOG.warn("module {} failed", question.module(), fault);
            var message = fault.getMessage();
            return new Answer.Failed<>(tidy(new ModuleError(
                    "error", "unknown", message == null ? fault.getClass().getSimpleName() : message)));
        }
    }

    private static ModuleError tidy(ModuleError error) {
        var type = error.type().equals("fatal") || error.type().equals("warning") ? error.type() : "error";
        return new ModuleError(type, tidy(error.code()), tidy(error.message()));
    }

    private static String tidy(String text) {
        var clean = text.replaceAll("\\p{Cntrl}+", " ");
        return clean.length() > LONGEST_MESSAGE ? clean.substring(0, LONGEST_MESSAGE) + "…" : clean;
    }
}
