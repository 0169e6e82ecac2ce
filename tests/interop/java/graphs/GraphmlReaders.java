import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tinkerpop.gremlin.structure.Edge;
import org.apache.tinkerpop.gremlin.structure.Element;
import org.apache.tinkerpop.gremlin.structure.Vertex;
import org.apache.tinkerpop.gremlin.structure.io.graphml.GraphMLReader;
import org.apache.tinkerpop.gremlin.tinkergraph.structure.TinkerGraph;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.DirectedWeightedPseudograph;
import org.jgrapht.nio.Attribute;
import org.jgrapht.nio.graphml.GraphMLImporter;

/**
 * JGraphT, which validates against the official schema, and TinkerPop. Arguments, as often as wanted: `jgrapht FILE OUT`
 * and `tinkerpop FILE OUT` read GraphML and write what the graph holds, one JSON object a line.
 */
public final class GraphmlReaders {
  public static void main(String[] arguments) throws Exception {
    for (int at = 0; at < arguments.length; at += 3) {
      Path file = Path.of(arguments[at + 1]);
      try (PrintStream out = new PrintStream(Files.newOutputStream(Path.of(arguments[at + 2])), false,
               StandardCharsets.UTF_8)) {
        if (arguments[at].equals("jgrapht")) {
          jgrapht(file, out);
        } else {
          tinkerpop(file, out);
        }
      }
    }
  }

  private static void jgrapht(Path file, PrintStream out) {
    var graph = new DirectedWeightedPseudograph<String, DefaultWeightedEdge>(DefaultWeightedEdge.class);
    Map<String, Map<String, Object>> nodes = new TreeMap<>();
    Map<DefaultWeightedEdge, Map<String, Object>> edges = new HashMap<>();
    var importer = new GraphMLImporter<String, DefaultWeightedEdge>();
    importer.setSchemaValidation(true);
    importer.setVertexFactory(id -> id);
    importer.addVertexAttributeConsumer(
        (key, value) -> nodes.computeIfAbsent(key.getFirst(), k -> new TreeMap<>()).put(key.getSecond(), typed(value)));
    importer.addEdgeAttributeConsumer(
        (key, value) -> edges.computeIfAbsent(key.getFirst(), k -> new TreeMap<>()).put(key.getSecond(), typed(value)));
    importer.importGraph(graph, file.toFile());
    for (String node : graph.vertexSet()) {
      out.println(Json.of(Map.of("node", node, "properties", nodes.getOrDefault(node, Map.of()))));
    }
    for (DefaultWeightedEdge edge : graph.edgeSet()) {
      Map<String, Object> properties = edges.get(edge);
      properties.put("weight", Json.typed(graph.getEdgeWeight(edge)));
      out.println(Json.of(Map.of("source", graph.getEdgeSource(edge), "target", graph.getEdgeTarget(edge),
          "properties", properties)));
    }
  }

  private static Object typed(Attribute attribute) {
    return Map.of(attribute.getType().toString().toLowerCase(), attribute.getValue());
  }

  private static void tinkerpop(Path file, PrintStream out) throws Exception {
    try (TinkerGraph graph = TinkerGraph.open(); InputStream in = Files.newInputStream(file)) {
      GraphMLReader.build().vertexLabelKey("labels").edgeLabelKey("label").create().readGraph(in, graph);
      for (Iterator<Vertex> vertices = graph.vertices(); vertices.hasNext();) {
        Vertex vertex = vertices.next();
        out.println(Json.of(Map.of("node", vertex.id(), "label", vertex.label(), "properties", properties(vertex))));
      }
      for (Iterator<Edge> edges = graph.edges(); edges.hasNext();) {
        Edge edge = edges.next();
        out.println(Json.of(Map.of("edge", edge.id(), "label", edge.label(), "source", edge.outVertex().id(), "target",
            edge.inVertex().id(), "properties", properties(edge))));
      }
    }
  }

  private static Map<String, Object> properties(Element element) {
    Map<String, Object> result = new TreeMap<>();
    element.properties().forEachRemaining(property -> result.put(property.key(), Json.typed(property.value())));
    return result;
  }
}
