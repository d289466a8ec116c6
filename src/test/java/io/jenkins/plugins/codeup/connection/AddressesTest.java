package io.jenkins.plugins.codeup.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.util.FormValidation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoints and root URLs that an administrator may enter. */
class AddressesTest {

    @ParameterizedTest
    @CsvSource({
        "ALIYUN, https://codeup.example.com, true",
        "ALIYUN, http://127.0.0.1:8080, true",
        "ALIYUN, http://localhost:8080, true",
        "ALIYUN, http://codeup.example.com, false",
        "ALIYUN, http://127.0.0.1.example.com, false",
        "ALIYUN, https://user:password@codeup.example.com, false",
        "ALIYUN, https://codeup.example.com/?a=b, false",
        "ALIYUN, file:///etc/passwd, false",
        "ALIYUN, nonsense, false",
        "ALIYUN, , true",
        "AUTOMATIC, , true",
        "AUTOMATIC, https://codeup.example.com, false",
        "YUNXIAO_REGION, , false",
        "YUNXIAO_REGION, https://codeup.example.com, true"
    })
    void endpointMustBeHttpsOrThisMachine(CodeupApi api, String endpoint, boolean accepted) {
        try {
            api.endpoint(endpoint);
            assertTrue(accepted, endpoint + " is accepted");
        } catch (IllegalArgumentException e) {
            assertFalse(accepted, e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://jenkins.example.com/, OK",
        "http://localhost:8080/, WARNING",
        "http://jenkins/, WARNING",
        "http://10.1.2.3/jenkins, WARNING",
        "http://172.20.0.1/, WARNING",
        "http://172.32.0.1/, WARNING",
        "https://172.32.0.1/, OK",
        "http://jenkins.example.com/, WARNING",
        "ftp://jenkins.example.com/, ERROR"
    })
    void rootUrlThatCodeupCannotReachGetsAWarning(String url, FormValidation.Kind kind) {
        assertEquals(kind, RootUrl.check(url).kind);
    }
}
