import type { CopiedRequest } from './copied-request.js';
import { comments, expression, literal } from './literal.js';

/** The request as a test of JUnit 5, by Java's own client (11 or later). */
export function asJava(copied: CopiedRequest): string {
  const { name, method, url, headers, body, status, errorCode, remarks } = copied;
  const session = 'System.getenv("ZSTACK_SESSION")';
  const publisher = body
    ? `BodyPublishers.ofString(${expression(body, session)})`
    : 'BodyPublishers.noBody()';
  const lines = [
    'import static org.junit.jupiter.api.Assertions.assertEquals;',
    ...(errorCode === undefined
      ? []
      : ['import static org.junit.jupiter.api.Assertions.assertTrue;']),
    '',
    'import java.net.URI;',
    'import java.net.http.HttpClient;',
    'import java.net.http.HttpRequest;',
    'import java.net.http.HttpRequest.BodyPublishers;',
    'import java.net.http.HttpResponse;',
    'import java.net.http.HttpResponse.BodyHandlers;',
    'import org.junit.jupiter.api.Test;',
    '',
    `class ${name}Test {`,
    '    @Test',
    `    void isAnswered${status}() throws Exception {`,
    ...comments(remarks, '//', '        '),
    `        HttpRequest request = HttpRequest.newBuilder(URI.create(${expression(url, session)}))`,
    ...headers.map(
      ([key, value]) => `                .header(${literal(key)}, ${expression(value, session)})`,
    ),
    `                .method(${literal(method)}, ${publisher})`,
    '                .build();',
    '        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());',
    `        assertEquals(${status}, answer.statusCode());`,
    ...(errorCode === undefined
      ? []
      : [`        assertTrue(answer.body().contains(${literal(`"code":"${errorCode}"`)}));`]),
    '    }',
    '}',
  ];
  return `${lines.join('\n')}\n`;
}
