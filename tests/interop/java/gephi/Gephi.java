import java.awt.Color;
import java.awt.Font;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gephi.graph.api.Column;
import org.gephi.graph.api.DirectedGraph;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.Element;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Node;
import org.gephi.io.exporter.api.ExportController;
import org.gephi.io.exporter.preview.PNGExporter;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.EdgeMergeStrategy;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.importer.api.Issue;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.layout.plugin.forceAtlas2.ForceAtlas2;
import org.gephi.layout.plugin.forceAtlas2.ForceAtlas2Builder;
import org.gephi.layout.plugin.noverlap.NoverlapLayout;
import org.gephi.layout.plugin.noverlap.NoverlapLayoutBuilder;
import org.gephi.preview.api.PreviewController;
import org.gephi.preview.api.PreviewProperty;
import org.gephi.preview.types.DependantOriginalColor;
import org.gephi.preview.types.EdgeColor;
import org.gephi.project.api.ProjectController;
import org.gephi.project.api.Workspace;
import org.openide.util.Lookup;

/**
 * Gephi without its window. Arguments, as often as wanted: `dump FILE OUT` opens FILE as File, Open does and writes
 * what the workspace holds, one JSON object a line; `draw FILE WIDTH HEIGHT OUT...` opens it, lays it out and exports the
 * preview as PNG, PDF or SVG, as the name of each OUT says.
 */
public final class Gephi {
  private static final ImportController IMPORT = Lookup.getDefault().lookup(ImportController.class);
  private static final Set<String> NO_ENTITIES = Set.of("Article", "Money", "Quantity", "Percent", "Rank");
  private static final ProjectController PROJECTS = Lookup.getDefault().lookup(ProjectController.class);

  public static void main(String[] arguments) throws Exception {
    PROJECTS.newProject();
    int at = 0;
    while (at < arguments.length) {
      if (arguments[at].equals("dump")) {
        try (PrintStream out = new PrintStream(Files.newOutputStream(Path.of(arguments[at + 2])), false,
                 StandardCharsets.UTF_8)) {
          dump(open(arguments[at + 1], out), out);
        }
        at += 3;
      } else {
        int first = at + 4;
        at = first;
        while (at < arguments.length && !arguments[at].equals("dump") && !arguments[at].equals("draw")) at++;
        draw(open(arguments[first - 3], System.err), Integer.parseInt(arguments[first - 2]),
            Integer.parseInt(arguments[first - 1]), Arrays.copyOfRange(arguments, first, at));
      }
    }
    System.exit(0);
  }

  /** What Gephi found to complain of goes to OUT. */
  private static GraphModel open(String file, PrintStream out) throws Exception {
    Workspace workspace = PROJECTS.newWorkspace(PROJECTS.getCurrentProject());
    PROJECTS.openWorkspace(workspace);
    Container container = IMPORT.importFile(new File(file));
    container.getLoader().setEdgesMergeStrategy(EdgeMergeStrategy.NO_MERGE);
    container.getLoader().setAutoScale(false);
    container.closeLoader();
    for (var issues = container.getReport().getIssues(1000); issues.hasNext();) {
      Issue issue = issues.next();
      out.println(Json.of(Map.of("issue", issue.getLevel() + ": " + issue.getMessage())));
    }
    IMPORT.process(container, new DefaultProcessor(), workspace);
    return Lookup.getDefault().lookup(GraphController.class).getGraphModel(workspace);
  }

  private static void dump(GraphModel model, PrintStream out) {
    for (var table : Map.of("node", model.getNodeTable(), "edge", model.getEdgeTable()).entrySet()) {
      Map<String, Object> columns = new TreeMap<>();
      for (Column column : table.getValue()) {
        if (!column.isProperty()) columns.put(column.getTitle(), column.getTypeClass().getSimpleName());
      }
      out.println(Json.of(Map.of("columns", table.getKey(), "types", columns)));
    }
    DirectedGraph graph = model.getDirectedGraph();
    for (Node node : graph.getNodes()) {
      Map<String, Object> line = new TreeMap<>();
      line.put("node", node.getId());
      line.put("color", "#" + Integer.toHexString(node.getRGBA()).substring(2));
      line.put("size", String.valueOf(node.size()));
      line.put("properties", properties(node));
      out.println(Json.of(line));
    }
    for (Edge edge : graph.getEdges()) {
      Map<String, Object> line = new TreeMap<>();
      line.put("edge", edge.getId());
      line.put("source", edge.getSource().getId());
      line.put("target", edge.getTarget().getId());
      line.put("directed", edge.isDirected());
      line.put("kind", edge.getTypeLabel());
      line.put("weight", String.valueOf(edge.getWeight()));
      line.put("properties", properties(edge));
      out.println(Json.of(line));
    }
  }

  private static Map<String, Object> properties(Element element) {
    Map<String, Object> result = new TreeMap<>();
    for (Column column : element.getTable()) {
      Object value = element.getAttribute(column);
      if (value == null) continue;
      result.put(column.isProperty() ? column.getId() : column.getTitle(), Json.typed(value));
    }
    return result;
  }

  private static void draw(GraphModel model, int width, int height, String[] files) throws Exception {
    keepKindsOfEntities(model);
    layOut(model);
    var properties = Lookup.getDefault().lookup(PreviewController.class).getModel().getProperties();
    properties.putValue(PreviewProperty.SHOW_NODE_LABELS, true);
    properties.putValue(PreviewProperty.NODE_LABEL_PROPORTIONAL_SIZE, false);
    properties.putValue(PreviewProperty.NODE_LABEL_FONT, new Font("SansSerif", Font.PLAIN, 9));
    properties.putValue(PreviewProperty.NODE_LABEL_COLOR, new DependantOriginalColor(Color.BLACK));
    properties.putValue(PreviewProperty.NODE_BORDER_WIDTH, 0f);
    properties.putValue(PreviewProperty.EDGE_COLOR, new EdgeColor(EdgeColor.Mode.SOURCE));
    properties.putValue(PreviewProperty.EDGE_OPACITY, 60f);
    properties.putValue(PreviewProperty.EDGE_CURVED, true);
    ExportController export = Lookup.getDefault().lookup(ExportController.class);
    for (String file : files) {
      var exporter = export.getExporter(file.substring(file.lastIndexOf('.') + 1));
      if (exporter instanceof PNGExporter png) {
        png.setWidth(width);
        png.setHeight(height);
      }
      export.exportFile(new File(file), exporter);
    }
  }

  /** As the filter Attributes, Partition, kind does with articles and values off; then what stands alone goes too. */
  private static void keepKindsOfEntities(GraphModel model) {
    DirectedGraph graph = model.getDirectedGraph();
    for (Node node : graph.getNodes().toArray()) {
      if (NO_ENTITIES.contains(String.valueOf(node.getAttribute("kind")))) graph.removeNode(node);
    }
    for (Node node : graph.getNodes().toArray()) {
      if (graph.getDegree(node) == 0) graph.removeNode(node);
    }
  }

  /** ForceAtlas 2, then Noverlap, from places on a circle in the order of the file, so that no chance is in it. */
  private static void layOut(GraphModel model) {
    Node[] nodes = model.getDirectedGraph().getNodes().toArray();
    for (int i = 0; i < nodes.length; i++) {
      double angle = 2 * Math.PI * i / nodes.length;
      nodes[i].setPosition((float) (500 * Math.cos(angle)), (float) (500 * Math.sin(angle)));
    }
    ForceAtlas2 forces = new ForceAtlas2(new ForceAtlas2Builder());
    forces.setGraphModel(model);
    forces.initAlgo();
    forces.resetPropertiesValues();
    forces.setThreadsCount(1);
    forces.setScalingRatio(30.0);
    forces.setGravity(15.0);
    forces.setAdjustSizes(true);
    forces.setBarnesHutOptimize(false);
    for (int i = 0; i < 600 && forces.canAlgo(); i++) forces.goAlgo();
    forces.endAlgo();
    NoverlapLayout apart = new NoverlapLayout(new NoverlapLayoutBuilder());
    apart.setGraphModel(model);
    apart.initAlgo();
    apart.resetPropertiesValues();
    for (int i = 0; i < 200 && apart.canAlgo(); i++) apart.goAlgo();
    apart.endAlgo();
  }
}
