namespace ELearning.Content;

/// <summary>
/// Data of one person. Whoever shows such a thing to somebody else shows personal data, and the audit log is told. Its id is the member's id or begins with it
/// and a slash.
/// </summary>
public interface IOfMember
{
    string MemberId { get; }
}
