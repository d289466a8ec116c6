package io.jenkins.plugins.codeup.simulator.delivery;

/**
 * A delivery that was sent, and what the receiver said of it.
 *
 * @param hookId the hook that it went to
 * @param deliveryId its own id
 * @param status the answer's HTTP status, or 0 where there was no answer
 * @param answer the answer's body, or what kept it from coming
 */
public record SentDelivery(long hookId, String deliveryId, int status, String answer) {}
