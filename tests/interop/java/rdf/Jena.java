import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.jena.graph.Node;
import org.apache.jena.query.ARQ;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.ResultSet;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.sparql.core.Quad;

/**
 * Apache Jena. Arguments, as often as wanted: `read FILE OUT` writes the quads of a file, its format known by its name;
 * `query FILE QUERY OUT` the rows of an answer; `validate FILE SHAPES OUT` what of the data breaks a SHACL shape.
 */
public final class Jena {
  public static void main(String[] arguments) throws Exception {
    ARQ.init();
    for (int at = 0; at < arguments.length;) {
      String file = arguments[at + 1];
      boolean read = arguments[at].equals("read");
      try (PrintStream out = new PrintStream(Files.newOutputStream(Path.of(arguments[at + (read ? 2 : 3)])), false,
               StandardCharsets.UTF_8)) {
        switch (arguments[at]) {
          case "read" -> read(file, out);
          case "query" -> query(file, Files.readString(Path.of(arguments[at + 2])), out);
          case "validate" -> validate(file, arguments[at + 2], out);
          default -> throw new IllegalArgumentException(arguments[at]);
        }
      }
      at += read ? 3 : 4;
    }
  }

  private static void read(String file, PrintStream out) {
    RDFDataMgr.loadDataset(file).asDatasetGraph().find().forEachRemaining(quad -> out.println(Json.of(parts(quad))));
  }

  private static List<String> parts(Quad quad) {
    List<String> parts = new ArrayList<>(List.of(text(quad.getSubject()), text(quad.getPredicate())));
    Node object = quad.getObject();
    if (object.isLiteral()) {
      parts.addAll(List.of(object.getLiteralLexicalForm(), object.getLiteralDatatypeURI(),
          object.getLiteralLanguage()));
    } else {
      parts.addAll(List.of(text(object), "", ""));
    }
    parts.add(quad.isDefaultGraph() ? "" : text(quad.getGraph()));
    return parts;
  }

  private static String text(Node node) {
    return node.isURI() ? node.getURI() : node.toString();
  }

  private static void query(String file, String query, PrintStream out) {
    try (var execution = QueryExecutionFactory.create(query, RDFDataMgr.loadModel(file))) {
      ResultSet rows = execution.execSelect();
      while (rows.hasNext()) {
        var row = rows.next();
        out.println(Json.of(rows.getResultVars().stream().map(name -> row.getLiteral(name).getLexicalForm()).toList()));
      }
    }
  }

  private static void validate(String file, String shapes, PrintStream out) {
    var report = ShaclValidator.get().validate(Shapes.parse(RDFDataMgr.loadGraph(shapes)), RDFDataMgr.loadGraph(file));
    report.getEntries().forEach(entry -> out.println(Json.of(List.of(
        String.valueOf(entry.focusNode()), String.valueOf(entry.resultPath()), String.valueOf(entry.message())))));
  }
}
