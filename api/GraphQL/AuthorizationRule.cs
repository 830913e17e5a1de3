using ELearning.Content;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace ELearning.Api;

/// <summary>
/// Who may ask for which field, checked on the operation about to run: runs on fresh and on cached documents alike, since the same text is sent by
/// callers with different rights. Only the chosen operation and the fragments it reaches count.
/// </summary>
internal sealed class AuthorizationRule : ValidationRuleBase
{
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
    {
        var caller = (context.RequestServices?.GetService<CallerContext>())?.Caller ?? Caller.Nobody;
        var reached = context.GetRecursivelyReferencedFragments(context.Operation) ?? [];
        var counted = false;
        var refused = new HashSet<string>();

        return new(new NodeVisitors(
            new MatchingNodeVisitor<GraphQLOperationDefinition>((operation, _) => counted = operation == context.Operation),
            new MatchingNodeVisitor<GraphQLFragmentDefinition>((fragment, _) => counted = reached.Contains(fragment)),
            new MatchingNodeVisitor<GraphQLField>((field, visited) =>
            {
                if (counted && visited.TypeInfo.GetFieldDef() is { } definition
                    && Refusal(caller, visited.TypeInfo.GetParentType(), definition, visited.Schema) is { } code && refused.Add(code))
                {
                    var fault = new RequestFault(code);
                    fault.AddLocation(GraphQLParser.Location.FromLinearPosition(visited.Document.Source, field.Location.Start));
                    visited.ReportError(fault);
                }
            })));
    }

    private static string? Refusal(Caller caller, IGraphType? parent, FieldType field, ISchema schema)
    {
        if (field.Name.StartsWith("__", StringComparison.Ordinal))
            return null;
        var isRoot = parent == schema.Query || parent == schema.Mutation || parent == schema.Subscription;
        var roles = FieldRights.RolesOf(field);
        if (!caller.IsSignedIn)
            return (isRoot && !FieldRights.IsPublic(field)) || roles.Count > 0 ? "UNAUTHENTICATED" : null;
        return roles.Count == 0 || caller.Has(Role.Administrator) || roles.Any(caller.Has) ? null : "FORBIDDEN";
    }
}
