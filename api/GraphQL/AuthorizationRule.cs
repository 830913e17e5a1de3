using ELearning.Content;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace ELearning.Api;

/// <summary>
/// Who may ask for which field, checked on the operation about to run: only that operation and the fragments it reaches count. The same text is sent by callers with different
/// rights, so what it asks of a caller is kept with a cached document and looked at for each of them; see <see cref="OperationDemands"/>.
/// </summary>
/// <param name="demands">Where to note what the operation asks for; null where nobody wants to know.</param>
/// <param name="asked">Who asks; null: the caller of the request.</param>
internal sealed class AuthorizationRule(OperationDemands? demands = null, Caller? asked = null) : ValidationRuleBase
{
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(new Visitor(
        asked ?? context.RequestServices?.GetService<CallerContext>()?.Caller ?? Caller.Nobody, context.GetRecursivelyReferencedFragments(context.Operation) ?? [], demands));

    private sealed class Visitor(Caller caller, List<GraphQLFragmentDefinition> reached, OperationDemands? demands) : INodeVisitor
    {
        private readonly HashSet<string> _refused = [];
        private bool _counted;

        public ValueTask EnterAsync(ASTNode node, ValidationContext context)
        {
            if (node is GraphQLOperationDefinition or GraphQLFragmentDefinition)
                _counted = node == context.Operation || (node is GraphQLFragmentDefinition fragment && reached.Contains(fragment));
            if (_counted && node is IHasDirectivesNode)
                Count(node, context);
            return default;
        }

        public ValueTask LeaveAsync(ASTNode node, ValidationContext context) => default;

        private void Count(ASTNode node, ValidationContext context)
        {
            demands?.Rules.Note(node);
            if (node is not GraphQLField field || context.TypeInfo.GetFieldDef() is not { } definition)
                return;
            var demand = FieldDemand.Of(context.TypeInfo.GetParentType(), definition, context.Schema);
            demands?.Note(field, definition, demand);
            if (demand.Refusal(caller) is { } code && _refused.Add(code))
            {
                var fault = new RequestFault(code);
                fault.AddLocation(GraphQLParser.Location.FromLinearPosition(context.Document.Source, field.Location.Start));
                context.ReportError(fault);
            }
        }
    }
}

/// <summary>What a field asks of whoever asks for it.</summary>
/// <param name="SignedIn">Nobody unknown.</param>
/// <param name="Roles">Any of these, or Administrator; empty for no role at all.</param>
internal readonly record struct FieldDemand(bool SignedIn, IReadOnlyList<Role> Roles)
{
    public static FieldDemand Of(IGraphType? parent, FieldType field, ISchema schema)
    {
        if (field.Name.StartsWith("__", StringComparison.Ordinal))
            return new FieldDemand(false, []);
        var isRoot = parent == schema.Query || parent == schema.Mutation || parent == schema.Subscription;
        var roles = FieldRights.RolesOf(field);
        return new FieldDemand((isRoot && !FieldRights.IsPublic(field)) || roles.Count > 0, roles);
    }

    /// <summary>The code of the refusal; null when the caller may.</summary>
    public string? Refusal(Caller caller)
    {
        if (!caller.IsSignedIn)
            return SignedIn ? "UNAUTHENTICATED" : null;
        return Roles.Count == 0 || caller.Has(Role.Administrator) || Roles.Any(caller.Has) ? null : "FORBIDDEN";
    }
}

/// <summary>What one operation of a document asks for, noted while it is validated: whether the next caller may send it is then a look at a few roles instead of a walk over the document.</summary>
internal sealed class OperationDemands
{
    private readonly HashSet<FieldDemand> fields = [];

    /// <summary>What is left of validation once the operation has passed it.</summary>
    public PassedRules Rules { get; } = new();

    public void Note(GraphQLField field, FieldType definition, FieldDemand demand)
    {
        Rules.Note(field, definition);
        fields.Add(demand);
    }

    public bool Allow(Caller caller)
    {
        foreach (var demand in fields)
        {
            if (demand.Refusal(caller) is not null)
                return false;
        }

        return true;
    }
}
