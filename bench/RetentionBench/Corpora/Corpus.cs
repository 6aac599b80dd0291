namespace FedK8s.RetentionBench.Corpora;

/// <summary>Texts of third parties that stories260k, a third party's model of children's stories, is taught.</summary>
internal enum Corpus
{
    /// <summary>Speeches from Shakespeare's plays, a client for each of eight speakers: to go on with a text.</summary>
    Shakespeare,

    /// <summary>CLINC150: to name the domain, one of ten, that a short request is about.</summary>
    Clinc150,
}
