import java.lang.reflect.Array;
import java.util.Map;

/**
 * Writes what a program holds as JSON that keeps types: every value of a property is an object of one key, its type,
 * and its text or texts. `{"long":"3"}` and `{"double":"3.0"}` are different, and no digit is lost to JSON's numbers.
 */
final class Json {
  private final StringBuilder text = new StringBuilder();

  static String of(Object value) {
    Json json = new Json();
    json.write(value);
    return json.text.toString();
  }

  /** The value with its type, for a map that `of` gets. */
  static Object typed(Object value) {
    if (value == null) return null;
    if (value.getClass().isArray()) {
      String[] texts = new String[Array.getLength(value)];
      for (int i = 0; i < texts.length; i++) texts[i] = String.valueOf(Array.get(value, i));
      return Map.of(typeName(value.getClass().getComponentType()) + "[]", texts);
    }
    return Map.of(typeName(value.getClass()), String.valueOf(value));
  }

  private static String typeName(Class<?> type) {
    String name = type.getSimpleName().toLowerCase();
    return name.equals("integer") ? "int" : name;
  }

  private void write(Object value) {
    if (value == null) {
      text.append("null");
    } else if (value instanceof Map<?, ?> map) {
      char before = '{';
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        text.append(before);
        quote(String.valueOf(entry.getKey()));
        text.append(':');
        write(entry.getValue());
        before = ',';
      }
      text.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof Object[] array) {
      write(java.util.Arrays.asList(array));
    } else if (value instanceof Iterable<?> list) {
      text.append('[');
      boolean first = true;
      for (Object item : list) {
        if (!first) text.append(',');
        first = false;
        write(item);
      }
      text.append(']');
    } else if (value instanceof Number || value instanceof Boolean) {
      text.append(value);
    } else {
      quote(value.toString());
    }
  }

  private void quote(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < 0x20 || c >= 0x7f) {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
