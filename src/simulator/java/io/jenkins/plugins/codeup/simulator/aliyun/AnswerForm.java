package io.jenkins.plugins.codeup.simulator.aliyun;

/** The forms of an answer that Alibaba Cloud's documents show. */
public enum AnswerForm {
    /** JSON with real booleans and numbers; what Codeup sends. */
    TYPED,
    /**
     * JSON with every value in quotes, and with the error code of another call beside {@code "Success":"true"}: the
     * example in AddWebhook's document.
     */
    STRINGS,
    /** XML without a root element, likewise with an error code: the other example in AddWebhook's document. */
    XML
}
