using System.Text.RegularExpressions;
using GraphQL.Types;
using GraphQL.Utilities;

namespace ELearning.Api;

/// <summary>Describes what nobody writes a type for: the built-in scalars, and enums of content that carry descriptions on their values alone.</summary>
internal sealed partial class Descriptions : BaseSchemaNodeVisitor
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

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex WordStart();
}
