using ELearning.Content;
using GraphQL.Builders;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>The server's conventions in the words of content: roles and error codes instead of their names.</summary>
internal static class SchemaWords
{
    /// <summary>Any of these roles, or Administrator; see <see cref="FieldRights"/>.</summary>
    public static FieldBuilder<TSource, TReturn> RequireRole<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field, params Role[] roles) =>
        field.RequireRole(NamesOf(roles));

    /// <summary>Any of these roles, or Administrator; see <see cref="FieldRights"/>.</summary>
    public static ConnectionField<TSource> RequireRole<TSource>(this ConnectionField<TSource> field, params Role[] roles) => field.RequireRole(NamesOf(roles));

    /// <summary>Any of these roles, or Administrator; see <see cref="FieldRights"/>.</summary>
    public static MutationField<TResult> RequireRole<TResult>(this MutationField<TResult> mutation, params Role[] roles)
        where TResult : class => mutation.RequireRole(NamesOf(roles));

    /// <summary>Any of these roles, or Administrator; see <see cref="FieldRights"/>.</summary>
    public static void RequireRole(this FieldType field, params Role[] roles) => field.RequireRole(NamesOf(roles));

    /// <summary>Any of these roles, or Administrator, for every field of a type but the named ones; to be said last, when all fields are there.</summary>
    public static void RequireRoleExceptFor(this IComplexGraphType type, string[] exempt, params Role[] roles) =>
        type.RequireRoleExceptFor(exempt, NamesOf(roles));

    /// <summary>Which failures the mutation answers with, besides those of every mutation; each becomes a member of the union.</summary>
    public static MutationField<TResult> Errors<TResult>(this MutationField<TResult> mutation, params ReadOnlySpan<ContentErrorCode> codes)
        where TResult : class
    {
        foreach (var code in codes)
            mutation.Errors(code.ToString());
        return mutation;
    }

    private static string[] NamesOf(Role[] roles) => [.. roles.Select(Claims.NameOf)];
}
