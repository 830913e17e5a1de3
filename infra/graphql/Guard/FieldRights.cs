using GraphQL.Builders;
using GraphQL.Types;

namespace ELearning.GraphQL;

/// <summary>
/// Rights as data on the field; <see cref="FieldDemand"/> is the one place that says who may. Mutations and subscriptions are refused whole before anything
/// executes, by <see cref="AuthorizationRule"/>; of a query only the fields that ask for more, by <see cref="WithheldFields"/>. Every root field asks for a
/// signed-in caller without saying so. A role here is what the token must carry (any of those named, or one that includes it); on what it acts is the
/// resolver's question.
/// </summary>
public static class FieldRights
{
    private const string RolesKey = "elearning:roles";
    private const string PublicKey = "elearning:public";

    /// <summary>Any of these roles, or one that includes it. Works on root fields and on any other.</summary>
    public static FieldBuilder<TSource, TReturn> RequireRole<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field, params string[] roles)
    {
        field.FieldType.RequireRole(roles);
        return field;
    }

    /// <summary>Any of these roles, or one that includes it.</summary>
    public static void RequireRole(this FieldType field, params string[] roles) => field.Metadata[RolesKey] = roles;

    /// <summary>
    /// Any of these roles, or one that includes it, for every field of a type but the named ones; to be said last, when all fields are there.
    /// </summary>
    public static void RequireRoleExceptFor(this IComplexGraphType type, string[] exempt, params string[] roles)
    {
        // Fields made from expressions carry their CLR name until the schema is initialized.
        foreach (var field in type.Fields.Where(field => !exempt.Contains(field.Name, StringComparer.OrdinalIgnoreCase)))
        {
            field.RequireRole(roles);
        }
    }

    /// <summary>A root field without a caller: nothing but what carries no data of anybody.</summary>
    public static FieldBuilder<TSource, TReturn> Public<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field)
    {
        field.FieldType.Metadata[PublicKey] = true;
        return field;
    }

    public static IReadOnlyList<string> RolesOf(IMetadataReader field) => field.GetMetadata<string[]?>(RolesKey) ?? [];

    internal static bool IsPublic(IMetadataReader field) => field.GetMetadata(PublicKey, false);
}
