package io.jenkins.plugins.codeup.simulator.aliyun;

import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * Computes a signature anew from what arrived. Written apart from the client's signers, so that the two can disagree.
 */
abstract class SignatureCheck {

    static SignatureCheck of(String authorization) throws Refusal {
        if (authorization.startsWith("acs ")) {
            return RoaCheck.parse(authorization);
        }
        if (authorization.startsWith("ACS3-HMAC-SHA256 ")) {
            return Acs3Check.parse(authorization);
        }
        throw incomplete("neither acs nor ACS3-HMAC-SHA256");
    }

    /** The AccessKey id that the request says it is signed with. */
    abstract String keyId();

    /** When the request says it was signed. */
    abstract Instant time(ReceivedRequest request) throws Refusal;

    /** Whether signature and body are right. */
    abstract void check(ReceivedRequest request, String secret) throws Refusal;

    static Refusal incomplete(String why) {
        return Refusal.gateway(400, "IncompleteSignature", "The Authorization header is not complete: " + why + ".");
    }

    /** As the real gateway does, the words quote what was signed: tokens included. */
    static Refusal mismatch(String stringToSign) {
        return Refusal.gateway(
                400,
                "SignatureDoesNotMatch",
                "Specified signature is not matched with our calculation. server string to sign is:" + stringToSign);
    }

    static Instant parse(DateTimeFormatter format, String date, String header) throws Refusal {
        if (date == null) {
            throw Refusal.gateway(400, "MissingDate", "The header " + header + " is mandatory.");
        }
        try {
            return Instant.from(format.parse(date));
        } catch (DateTimeParseException e) {
            throw Refusal.gateway(
                    400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.");
        }
    }
}
