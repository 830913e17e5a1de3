using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class RegisteredOperationType : ObjectType<RegisteredOperation>
{
    public RegisteredOperationType()
        : base("A document of one operation that may be sent by its hash, as it was registered for one client.")
    {
        Field<NonNullGraphType<IdGraphType>>("id").Description("Global id, opaque.").From(source => NodeId.Encode(Name, source.Id));
        Field(x => x.Hash)
            .Description("SHA-256 of the document in UTF-8, as 64 lowercase hex digits: what is sent as `documentId`, with or without `sha256:` before it.");
        Field(x => x.ClientName).Description("The client it was registered for. Who may send it is said by the rights to its fields, not by this.");
        Field(x => x.Name, nullable: true).Description("The operation's own name; null where it has none.");
        Field(x => x.Document).Description("The document, to the letter.");
        Field(x => x.Status).Description("Whether it may be sent.");
        Field(x => x.RegisteredAt).Description("When it was registered, last where it had been retired.");
        Field(x => x.RegisteredBy).Description("Who registered it: the subject of the token.");
        Field(x => x.RetiredAt, nullable: true).Description("When it was retired; null while it is not.");
    }
}
