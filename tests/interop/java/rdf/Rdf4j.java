import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.rdf4j.model.Literal;
import org.eclipse.rdf4j.model.Resource;
import org.eclipse.rdf4j.model.Statement;
import org.eclipse.rdf4j.model.Triple;
import org.eclipse.rdf4j.model.Value;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.RDFParser;
import org.eclipse.rdf4j.rio.Rio;
import org.eclipse.rdf4j.rio.helpers.BasicParserSettings;
import org.eclipse.rdf4j.rio.helpers.StatementCollector;

/**
 * RDF4J's parsers, which neosemantics takes RDF into Neo4j with. Arguments, as often as wanted: `FILE OUT` writes the
 * quads of a file, its format known by its name; a statement about a statement has the list of its parts for a subject.
 */
public final class Rdf4j {
  public static void main(String[] arguments) throws Exception {
    for (int at = 0; at < arguments.length; at += 2) {
      try (InputStream in = Files.newInputStream(Path.of(arguments[at]));
           PrintStream out = new PrintStream(Files.newOutputStream(Path.of(arguments[at + 1])), false,
               StandardCharsets.UTF_8)) {
        read(format(arguments[at]), in, out);
      }
    }
  }

  private static RDFFormat format(String file) {
    if (file.endsWith(".star.ttl")) return RDFFormat.TURTLESTAR;
    return Rio.getParserFormatForFileName(file).orElseThrow();
  }

  private static void read(RDFFormat format, InputStream in, PrintStream out) throws Exception {
    RDFParser parser = Rio.createParser(format);
    parser.set(BasicParserSettings.VERIFY_DATATYPE_VALUES, false);
    StatementCollector statements = new StatementCollector();
    parser.setRDFHandler(statements);
    parser.parse(in, "");
    for (Statement statement : statements.getStatements()) {
      Value object = statement.getObject();
      Literal literal = object instanceof Literal ? (Literal) object : null;
      out.println(Json.of(List.of(subject(statement.getSubject()), statement.getPredicate().stringValue(),
          object.stringValue(), literal == null ? "" : literal.getDatatype().stringValue(),
          literal == null ? "" : literal.getLanguage().orElse(""),
          statement.getContext() == null ? "" : statement.getContext().stringValue())));
    }
  }

  private static Object subject(Resource subject) {
    if (!(subject instanceof Triple triple)) return subject.stringValue();
    return List.of(triple.getSubject().stringValue(), triple.getPredicate().stringValue(),
        triple.getObject().stringValue());
  }
}
