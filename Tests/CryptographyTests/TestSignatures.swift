// Signatures of the text "headwater" under TestKeys, made with other software (OpenSSL's command, PyJWT).

enum TestSignatures {
  static let rs256 = """
    mKXnaPmUpRSq939wzovrqFjd5b0iPf2l89ITyuvTN6zrCTnV1FvJYz+uZTod8RC1QFSdmUM4SnXUfllb4djzxUMYnPeBWKH+8ZXW\
    c7cQUUOKHnnp+AAJfFDCIgE5MjubK0TYcFtAW5PrMjoNftru5chuqv5MCBNzjdVpiJ/JHdX0Fg+9iaHMlX+/fNeYiSUlvAasinA4\
    SLhJjNZlBdklBouyZ6GmpR3aE5WoPfOFMEvC0DqaO7bLVtddyBY65XujrN/CcrRTOgfa9oEt9E5/klEOkRwOVDF3XYc/5lH7jog3\
    bht0tRcMQ8uc7qJghVqK08Jhc/JWBAQmIRhVzWYylA==
    """
  static let rs512 = """
    X1em/egNhxxS9H1g4GTD2QQUwjZ5N6vbHmDKFHRgrSvRdveKf8ExYFMd8cshcXcbFUwxOiPp6WFRNn45tYqko+bT+xTkffN91XYS\
    Ar+kmy7w10COwc+z56OaJ4MPDmPjrDYq2q6k9Y/uSaIhvWflJMiKFxNG1e02h5Kb10z/EW125mvTiotn+xy8cD8AcV9jvzLknmNM\
    tr+8FdSxFpqgD8hW8uCn468+bPpZkORm9a7/Nc6p8ASxPHuOtfHyU3zlLWbgQvSl6LBElpGMFh1ZEMacMcO3dXrn2fSK1fSM9zsP\
    ptccFrgajZZcLqaBQEGOj7eWUlmqTW73bdZrlqsWlg==
    """
  static let ps384 = """
    oy1wo9IWP5eNy3PW7ylEF6OBlx6UEzbZUCRIdRJmBghFzYQmaZbcG4onxQaFXPIDvyV986uk5b+Rqc2eA7G7IhEuZSp2RTUXGmxF\
    QCwYY+R45pjrhiyHs3PS/ARQQH2JSgxGU9yr6RcToC1XI0eO+8R3oEobpZef3TS6F+klR4hw9yDxhjtuC68W1okSbhUqwdcpbndP\
    czk5vUSsxCyG6u64dQbziue56zYuJBamrebmPRiPaJ1+VJ7NtDPVliNTRqEE+/iRdU2IdDIEQpSg0CxOTLvKytJua/k06SzRMUze\
    2IpcsahavzMxVXfixv1oERE60BVvgjIHDs3YZNsYaw==
    """
  static let edDSA = """
    FwDIsIPXioFvL5AHsGstRjr3//DkdItT0QCClCzPDQuj3nYpB1Y6z8oh4MmMOXOtDAjJDDJxe5vpK0uomcyxCg==
    """
  static let es256 = """
    2DKDZkuD/AOi78YHi6+tSs6EAzMD7SauvCSrCFT4y59MojXEA3vNq0o+zCsj1CPnLOX9e94ZZL8orGMKxLBFHg==
    """
  static let es256k = """
    U/SI7ehDs9KaJ6RRqdUPJOI1B3dZnqQgmCycIIyz3VzhnbH0W+fSBxraLMkHv0cmY9L6abejjV56rvpzu8tlQQ==
    """
  static let es384 = """
    ssxAJxz5upNpjKylY+iC0AcOiadMgA9ZdpYQu/yDH1EA8Bo3c32oOCvh1tc7A96v37EGMAlK+b528LFlzlMsfyVdsYgmmdUzUZXL\
    z50JvwojCv3XWQ08888vBMPEybt0
    """
  static let es512 = """
    ALTz1PGAKEa/BmhUYgPsNSK7z/alUBQ8/XdT0kgqEJ3vgEwFdpAAzTBkXdGEmBNHPdrnwcdwJy6C6KNr0o+yi2khABACc7QHxU0T\
    6yMCtvz43Cn2XDTAhOUFYKvJYD8UZDkloParS1f+izdNTyk9TDB+7VA2QRY0T8FsemT80E9wW4e+
    """
}
