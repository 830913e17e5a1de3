using System.Text.RegularExpressions;
using GraphQL.Types;
using GraphQL.Utilities;

namespace ELearning.GraphQL;

/// <summary>
/// Describes what nobody writes down: the built-in scalars, enums that carry descriptions on their values alone, and who may ask for a field.
/// </summary>
internal sealed partial class Descriptions(ICallers callers) : BaseSchemaNodeVisitor
{
    private static readonly Dictionary<string, string> BuiltIn = new()
    {
        ["String"] = "Text, UTF-8.",
        ["Boolean"] = "True or false.",
        ["ID"] = "An id, opaque.",
        ["Int"] = "A whole number of 32 bits.",
    };

    public override void VisitScalar(ScalarGraphType type, ISchema schema) => type.Description ??= BuiltIn.GetValueOrDefault(type.Name);

    /// <summary><c>RefusalReason</c> → "Refusal reason."; a <c>[Description]</c> on the enum itself says more.</summary>
    public override void VisitEnum(EnumerationGraphType type, ISchema schema) =>
        type.Description ??= $"{type.Name[0]}{WordStart().Replace(type.Name[1..], match => $" {char.ToLowerInvariant(match.Value[0])}")}.";

    /// <summary>From what <see cref="AuthorizationRule"/> goes by, so that the schema cannot promise anything else.</summary>
    public override void VisitObjectFieldDefinition(FieldType field, IObjectGraphType type, ISchema schema)
    {
        var demand = FieldDemand.Of(type, field, schema);
        if (demand.SignedIn && field.Description is { } description)
            field.Description = $"{description} {Demanded(demand.Roles)}";
    }

    private string Demanded(IReadOnlyList<string> roles) =>
        roles.Count == 0 ? "For whoever is signed in." : $"For {string.Join(", ", callers.Including(roles))}.";

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex WordStart();
}
