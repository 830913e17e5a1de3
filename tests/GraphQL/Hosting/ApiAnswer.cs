using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ELearning.GraphQL.Tests.Hosting;

internal sealed record ApiAnswer(int Status, JsonNode Json)
{
    private static readonly JsonSerializerOptions Indented = new(TestJson.Readable) { WriteIndented = true };

    /// <summary>For snapshots.</summary>
    public string Text => Json.ToJsonString(Indented);

    /// <summary>The value at a path below <c>data</c>: <c>me.organisation.name</c>, <c>courseware.nodes.0.id</c>.</summary>
    public JsonNode? this[string path]
    {
        get
        {
            var at = Json["data"];
            foreach (var step in path.Split('.'))
            {
                at = at is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : at?[step];
            }

            return at;
        }
    }

    public string String(string path) => this[path]!.GetValue<string>();

    /// <summary>The code of the first top-level error.</summary>
    public string? Code => Json["errors"]?[0]?["extensions"]?["code"]?.GetValue<string>();

    /// <summary>The type of the first error in a mutation's payload.</summary>
    public string? Refusal(string mutation) => this[$"{mutation}.errors"]?[0]?["__typename"]?.GetValue<string>();
}

internal static class TestJson
{
    /// <summary>Chinese as it is written.</summary>
    public static JsonSerializerOptions Readable { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
