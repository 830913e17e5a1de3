using ELearning.Content;
using GraphQL;

namespace ELearning.Api;

/// <summary>
/// The filter of lists that show members. What is visible in one subtree may concern members of others, too; by their ids nothing is found there, as if there
/// were no such members.
/// </summary>
internal static class OwnerFilter
{
    /// <summary>The filter with every id of a member outside the scope in it changed into one that nobody has.</summary>
    /// <param name="fields">What can be filtered by.</param>
    public static async Task<Filter?> OwnersWithinAsync(this IResolveFieldContext context, Scope scope, Filter? filter, IReadOnlyList<QueryField> fields)
    {
        var names = fields.Where(field => field.IdOf == nameof(Member)).Select(field => field.Name).ToHashSet();
        var asked = new HashSet<string>();
        Collect(filter);
        if (asked.Count == 0 || scope.Everywhere)
            return filter;
        var within = await context.Service<MemberRegister>().AmongAsync(asked, scope, context.CancellationToken);
        return Without(filter!);

        void Collect(Filter? part)
        {
            switch (part)
            {
                case AndFilter { Parts: var parts }:
                    parts.ToList().ForEach(Collect);
                    break;
                case OrFilter { Parts: var parts }:
                    parts.ToList().ForEach(Collect);
                    break;
                case FieldFilter { Value: var value } field when names.Contains(field.Field):
                    asked.UnionWith((value as IEnumerable<object?> ?? [value]).OfType<string>());
                    break;
            }
        }

        Filter Without(Filter part) =>
            part switch
            {
                AndFilter { Parts: var parts } => new AndFilter([.. parts.Select(Without)]),
                OrFilter { Parts: var parts } => new OrFilter([.. parts.Select(Without)]),
                FieldFilter { Value: IEnumerable<object?> values } field when names.Contains(field.Field) => field with
                {
                    Value = values.Select(Known).ToList(),
                },
                FieldFilter field when names.Contains(field.Field) => field with { Value = Known(field.Value) },
                _ => part,
            };

        object? Known(object? id) => id is string member && within.Contains(member) ? id : "";
    }
}
