package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where a {@link Journal}'s entries are: its segments, and what in them is not done. Thread-safe. */
final class JournalIndex {

    private static final int MAX_KEYS = 50_000;
    /** Of a record with a key, in bytes. */
    private static final int OVERHEAD = 120;

    /** Oldest first. */
    private final Deque<JournalSegment> segments = new ArrayDeque<>();
    /** Of the entries that are not done, by their ids. */
    private final TreeMap<Long, Place> open = new TreeMap<>();

    private long liveBytes;

    /** Where the content of an entry is. */
    record Place(JournalSegment segment, Journal.Entry entry, int offset, int length) {

        @NonNull
        byte[] read() throws IOException {
            return segment.read(offset, length);
        }
    }

    synchronized void add(@NonNull JournalSegment segment) {
        segments.add(segment);
    }

    synchronized void remove(@NonNull JournalSegment segment) {
        segments.remove(segment);
    }

    /**
     * @param current the segment that is written to, or null
     * @return the oldest segment but that one, or null
     */
    @CheckForNull
    synchronized JournalSegment oldestBut(@CheckForNull JournalSegment current) {
        JournalSegment oldest = segments.peekFirst();
        return oldest == current ? null : oldest;
    }

    /**
     * @return the newest segment, or null if there is none
     */
    @CheckForNull
    synchronized JournalSegment newest() {
        return segments.peekLast();
    }

    /**
     * Adds an entry or moves it.
     *
     * @param from where it must be for a move, or null if it is new
     */
    synchronized void put(@NonNull Place place, @CheckForNull Place from) {
        long id = place.entry.id();
        if (from == null || open.get(id) == from) {
            remove(id);
            open.put(id, place);
            place.segment.open.add(id);
            liveBytes += place.length;
            if (!place.entry.key().isEmpty()) {
                place.segment.keys.put(place.entry.key(), place.entry.time());
            }
        }
    }

    synchronized void remove(long id) {
        Place place = open.remove(id);
        if (place != null) {
            place.segment.open.remove(id);
            liveBytes -= place.length;
        }
    }

    /**
     * @return the place of an entry that is not done, or null
     */
    @CheckForNull
    synchronized Place place(long id) {
        return open.get(id);
    }

    /**
     * @return the places of the entries that are not done, oldest first
     */
    @NonNull
    synchronized List<Place> open() {
        return List.copyOf(open.values());
    }

    /**
     * @return those of the ids whose entries are not done
     */
    @NonNull
    synchronized List<Long> open(@NonNull Collection<Long> ids) {
        return ids.stream().filter(open::containsKey).toList();
    }

    synchronized boolean isDone(@NonNull JournalSegment segment) {
        return segment.open.isEmpty();
    }

    /**
     * @return the places in a segment of entries that are not done, oldest first
     */
    @NonNull
    synchronized List<Place> openIn(@NonNull JournalSegment segment) {
        return segment.open.stream().sorted().map(open::get).toList();
    }

    /**
     * @return the size of the entries that are not done
     */
    synchronized long liveBytes() {
        return liveBytes;
    }

    /**
     * @return whether so much of the directory is done that it pays to move what is not
     */
    synchronized boolean isMostlyDone(int segmentBytes) {
        long total = segments.stream().mapToLong(segment -> segment.size).sum();
        long keys = segments.stream().mapToLong(segment -> segment.keys.size()).sum();
        return total > 2 * (liveBytes + OVERHEAD * (keys + open.size())) + 4L * segmentBytes;
    }

    synchronized void addKey(@NonNull JournalSegment segment, @NonNull String key, long time) {
        segment.keys.put(key, time);
    }

    /**
     * @return the keys of entries, done or not, with their times
     */
    @NonNull
    synchronized Map<String, Long> keys() {
        Map<String, Long> keys = new LinkedHashMap<>();
        segments.forEach(segment -> keys.putAll(segment.keys));
        return keys;
    }

    /**
     * Forgets keys that need not be kept: they are too old, or a later segment has them.
     *
     * @param limit the time after which they were added
     * @param count how many to return at most
     * @return the first keys that only the oldest segment has
     */
    @NonNull
    synchronized List<Map.Entry<String, Long>> youngKeys(@NonNull JournalSegment oldest, long limit, int count) {
        List<JournalSegment> later = segments.stream().skip(1).toList();
        if (later.stream().mapToInt(segment -> segment.keys.size()).sum() >= MAX_KEYS) {
            return List.of();
        }
        List<Map.Entry<String, Long>> young = new ArrayList<>();
        Iterator<Map.Entry<String, Long>> keys = oldest.keys.entrySet().iterator();
        while (keys.hasNext() && young.size() < count) {
            Map.Entry<String, Long> key = keys.next();
            if (key.getValue() < limit || later.stream().anyMatch(one -> one.keys.containsKey(key.getKey()))) {
                keys.remove();
            } else {
                young.add(Map.entry(key.getKey(), key.getValue()));
            }
        }
        return young;
    }
}
