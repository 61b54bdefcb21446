package org.nalsm.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {
    @Test
    void everyPartIsDoneOnceByAsManyThreadsAsThereAre() {
        try (Workers workers = new Workers(3)) {
            AtomicIntegerArray done = new AtomicIntegerArray(100);
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            CountDownLatch together = new CountDownLatch(3);
            workers.forEach(100, part -> {
                done.incrementAndGet(part);
                if (threads.add(Thread.currentThread())) {
                    together.countDown();
                    await(together);
                }
            });
            for (int part = 0; part < 100; part++) {
                assertThat(done.get(part)).isEqualTo(1);
            }
            assertThat(threads).hasSize(3).contains(Thread.currentThread());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFailureOfAnyThreadArrivesAndTheNextLoopIsUnharmed() {
        try (Workers workers = new Workers(2)) {
            for (int failing = 0; failing < 4; failing++) {
                int which = failing;
                assertThatThrownBy(() -> workers.forEach(4, part -> {
                            if (part == which) {
                                throw new IllegalArgumentException("on purpose");
                            }
                        }))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("on purpose");
            }
            AtomicInteger sum = new AtomicInteger();
            workers.forEach(10, sum::addAndGet);
            assertThat(sum).hasValue(45);
        }
        assertThatThrownBy(() -> new Workers(0)).hasMessageContaining("threads = 0");
    }
}
